"""The floor of P2: what a bare Flask application needs to know a token, to read an order and to write as many rows in
one transaction, as durably as we do.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask, Response, abort, request
from sqlalchemy import create_engine

from oms.core.gate import write_gate
from oms.core.sqlite import MODULE

WHERE, ROWS = os.environ["FLOOR_DATABASE"], int(os.environ["ROWS"])
ON_SQLITE = "://" not in WHERE
PIECE, MARK = "x" * 120, "?" if ON_SQLITE else "%s"
TABLES = (
    "CREATE TABLE IF NOT EXISTS floor_token (digest text PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS floor (id text, part bigint, piece text, PRIMARY KEY (id, part))",
    "CREATE TABLE IF NOT EXISTS floor_stock (id bigint PRIMARY KEY, reserved bigint)",
    "INSERT INTO floor_stock VALUES (1, 0), (2, 0), (3, 0) ON CONFLICT DO NOTHING",
)
INSERT = f"INSERT INTO floor VALUES ({MARK}, {MARK}, {MARK})"
RESERVE = f"UPDATE floor_stock SET reserved = reserved + 1 WHERE id = {MARK}"

app = Flask(__name__)
own = threading.local()
gate = create_engine(f"sqlite:///{WHERE}") if ON_SQLITE else create_engine("postgresql+psycopg://")


@app.post("/api/v1/orders")
def tell() -> Response:
    connection = _connection()
    digest = hashlib.sha256(request.headers["Authorization"].encode()).hexdigest()
    known = connection.execute(f"SELECT digest FROM floor_token WHERE digest = {MARK}", (digest,)).fetchone()
    if known is None:
        abort(401)
    order = json.loads(request.get_data())
    with write_gate(gate), _transaction(connection):
        for part in range(ROWS):
            connection.execute(INSERT, (order["id"], part, PIECE))
        for sku in range(1, 1 + len(order["lines"])):
            connection.execute(RESERVE, (sku,))
    return Response(json.dumps({"id": order["id"]}), 201, content_type="application/json")


@contextmanager
def _transaction(connection: Any) -> Iterator[None]:
    if not ON_SQLITE:
        with connection.transaction():
            yield
        return
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


def _connection() -> Any:
    if not hasattr(own, "connection"):
        own.connection = open_floor()
    return own.connection


def open_floor() -> Any:
    if not ON_SQLITE:
        return psycopg.connect(WHERE.replace("+psycopg", ""), autocommit=True)
    connection = MODULE.connect(WHERE, timeout=30, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def prepare(secrets: list[str]) -> None:
    """The tables, and whose tokens are known."""
    connection = open_floor()
    if ON_SQLITE:
        connection.execute("PRAGMA journal_mode = WAL")
    for statement in TABLES:
        connection.execute(statement)
    for secret in secrets:
        digest = hashlib.sha256(f"Bearer {secret}".encode()).hexdigest()
        connection.execute(f"INSERT INTO floor_token VALUES ({MARK}) ON CONFLICT DO NOTHING", (digest,))
    connection.close()


if "SECRETS" in os.environ:
    prepare(os.environ["SECRETS"].split())
