"""The floor of P8: what a bare Flask application needs to check a signature and to write one row for good."""

from __future__ import annotations

import hmac
import os
import threading
from typing import Any

import psycopg
from flask import Flask, Response, abort, request

from oms.channels.shopify.webhooks import signature
from oms.core.sqlite import MODULE

WHERE, SECRET = os.environ["FLOOR_DATABASE"], os.environ["SECRET"]
TABLE = "CREATE TABLE IF NOT EXISTS floor (delivery text PRIMARY KEY, body {})"
INSERT = "INSERT INTO floor VALUES ({0}, {0}) ON CONFLICT DO NOTHING"

app = Flask(__name__)
own = threading.local()


@app.post("/hook")
def hook() -> Response:
    body = request.get_data()
    told = request.headers.get("X-Shopify-Hmac-Sha256", "").encode()
    if not hmac.compare_digest(told, signature(body, SECRET)):
        abort(401)
    _write(request.headers["X-Shopify-Webhook-Id"], body)
    return Response(status=200)


def _write(delivery: str, body: bytes) -> None:
    if not hasattr(own, "connection"):
        own.connection, own.insert = _open()
    own.connection.execute(own.insert, (delivery, body))
    own.connection.commit()


def _open() -> tuple[Any, str]:
    if "://" in WHERE:
        return psycopg.connect(WHERE.replace("+psycopg", "")), INSERT.format("%s")
    connection = MODULE.connect(WHERE, timeout=30)
    connection.execute("PRAGMA synchronous = FULL")
    return connection, INSERT.format("?")


def _make() -> None:
    connection, insert = _open()
    if "?" in insert:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(TABLE.format("blob" if "?" in insert else "bytea"))
    connection.commit()
    connection.close()


_make()
