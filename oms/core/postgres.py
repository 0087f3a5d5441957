"""How Backroom opens PostgreSQL: nothing waits for ever, and a page waits less long than the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import DisconnectionError

# A server that is gone is noticed within half a minute, also by a connection that only listens.
REACHING = {
    "connect_timeout": "5",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
PAGE = ("5s", "20s", "60s")
WORK = ("60s", "0", "10min")
BE_PATIENT = (
    "SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false), "
    "set_config('idle_in_transaction_session_timeout', %s, false)"
)


def reaching(url: URL) -> dict[str, str]:
    """How the server is reached, as far as the address itself does not say it."""
    return {name: value for name, value in REACHING.items() if name not in url.query}


def prepare(engine: Engine, somebody_waits: Callable[[], bool]) -> None:
    """Whoever waits for a page waits seconds for a lock and for a statement. The worker, imports, proofs and
    migrations wait longer for a lock, and work for as long as it takes.
    """
    errors = engine.dialect.loaded_dbapi.Error

    def be_patient(connection: Any, record: Any, _proxy: object) -> None:
        patience = PAGE if somebody_waits() else WORK
        if record.info.get("patience") == patience:
            return
        try:
            connection.autocommit = True  # a rollback would take it back
            connection.execute(BE_PATIENT, patience)
            connection.autocommit = False
        except errors as gone:
            raise DisconnectionError from gone
        record.info["patience"] = patience

    event.listen(engine, "checkout", be_patient)
