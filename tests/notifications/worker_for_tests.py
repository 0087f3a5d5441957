"""A worker in a process of its own, such as one that is killed. It works at a moment when everything is due."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from oms import create_app
from oms.core import clock
from oms.core.delivering import deliver_due
from tests.shop import settings


def main(url: str, folder: str, port: str, minutes: str) -> None:
    mail = {
        "SMTP_HOST": "localhost",
        "SMTP_PORT": port,
        "SMTP_TLS": "none",
        "MAIL_FROM": "orders@nordlicht.example",
    }
    app = create_app(settings(url, Path(folder), **mail))
    with app.app_context(), clock.travel(clock.now() + timedelta(minutes=float(minutes))):
        deliver_due()


if __name__ == "__main__":
    main(*sys.argv[1:])
