"""What every answer tells the browser: load nothing from elsewhere, keep no page, and keep the cookie safe."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Request, Response, abort, has_request_context, request
from flask.sessions import SecureCookieSessionInterface

from oms.web.machines import is_for_machines
from oms.web.urls import parts_of

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self' blob:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
COOKIE = "backroom"
OWN_MACHINE = ("localhost", "127.0.0.1", "[::1]")
SESSION_LENGTH = timedelta(days=14)
FOR_EVER = "public, max-age=31536000, immutable"
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Cookies(SecureCookieSessionInterface):
    """Under TLS the cookie is `Secure` and cannot be set by a neighbour; over plain HTTP it is a plain one."""

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 — the signature is Flask's
        return f"__Host-{COOKIE}" if request.is_secure else COOKIE

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 — the signature is Flask's
        return request.is_secure


def prepare(app: Flask) -> None:
    app.session_interface = Cookies()
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_LENGTH,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.before_request(refuse_foreign_origin)
    app.after_request(add_headers)
    app.context_processor(lambda: {"plain_http": has_request_context() and is_plain_http(request)})


def refuse_foreign_origin() -> None:
    """Another site's page may not change anything here, not even with a token that it stole."""
    if request.method not in CHANGING or is_for_machines():
        return
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in {"same-origin", "none"} or (
        origin is not None and parts_of(origin).netloc != request.host
    ):
        abort(403)


def add_headers(response: Response) -> Response:
    """A view that sets one of these itself knows better."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = FOR_EVER if _never_changes(response) else "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def forget_pages(response: Response) -> Response:
    """Nobody who comes to this browser later finds a page by the back button. Waiting scans stay."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _never_changes(response: Response) -> bool:
    """Its content, or its version, is in its address."""
    versioned = "v" in request.args or request.path.startswith("/static/vendor/")
    return versioned and response.status_code < 400  # noqa: PLR2004 — it was found


def is_plain_http(asked: Request) -> bool:
    """Others on the network could read along; the page says so until TLS is set up."""
    host = asked.host.rsplit(":", 1)[0] if not asked.host.endswith("]") else asked.host
    return not asked.is_secure and host not in OWN_MACHINE
