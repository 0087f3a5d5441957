"""The database itself refuses to change or delete a row of the ledger."""

from __future__ import annotations

from oms.core.ddl import ddl

SENTENCE = "The ledger is append-only"


@ddl
def append_only(dialect: str) -> list[str]:
    return _sqlite() if dialect == "sqlite" else _postgres()


def _sqlite() -> list[str]:
    statements = []
    for act in ("update", "delete"):
        statements.append(f"DROP TRIGGER IF EXISTS move_no_{act}")
        statements.append(
            f"CREATE TRIGGER move_no_{act} BEFORE {act.upper()} ON move "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )
    return statements


def _postgres() -> list[str]:
    return [
        (
            "CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        ),
        "DROP TRIGGER IF EXISTS move_append_only ON move",
        (
            "CREATE TRIGGER move_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON move "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"
        ),
    ]
