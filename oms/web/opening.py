"""What every request passes through, in this order: headers, who it is, and whether the form is ours."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from oms.web import addresses, auth, headers, wording


def prepare(app: Flask) -> None:
    addresses.prepare(app)
    wording.prepare(app)
    headers.prepare(app)
    auth.prepare(app)
    proxies = app.extensions["settings"].proxy_count
    if proxies:  # only then: anybody could write these headers themselves
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, proxies)  # type: ignore[method-assign]
