"""The database itself refuses to change or delete a row of the ledger."""

from __future__ import annotations

from oms.core.ddl import ddl

SENTENCE = "The ledger is append-only"

# INSERT OR REPLACE deletes the row before it without asking the trigger of DELETE.
NO_REPLACE = f"""
CREATE TRIGGER move_no_replace BEFORE INSERT ON move
WHEN EXISTS (SELECT 1 FROM move WHERE id = NEW.id OR reverses_id = NEW.reverses_id)
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
"""  # noqa: S608 — the sentence above, no input


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
    return [*statements, "DROP TRIGGER IF EXISTS move_no_replace", NO_REPLACE]


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
