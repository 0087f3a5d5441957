"""What every request passes through, in this order: the log, headers, who it is, whether the form is ours, whether it
is too much, and whether it is text.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from oms.web import auth, headers, incoming, logs, paces, wording


def prepare(app: Flask) -> None:
    wording.prepare(app)
    logs.prepare(app)
    headers.prepare(app)
    auth.prepare(app)
    paces.prepare(app)
    incoming.prepare(app)
    proxies = app.extensions["settings"].proxy_count
    if proxies:  # only then: anybody could write these headers themselves
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, proxies)  # type: ignore[method-assign]
