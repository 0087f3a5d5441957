"""Finding orders by anything a person may have in hand: number, name, e-mail, postcode, SKU, tracking number.

The words of an order are kept folded (no case, no accents) in one row; each database has its own
index of three-letter pieces over it, so that a part of a word is enough.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Select, and_, func, select, text, union_all
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base, db, is_sqlite
from oms.core.ddl import ddl
from oms.core.folding import fold
from oms.core.rows import write_rows
from oms.orders.drafts import ContactDraft, OrderDraft
from oms.orders.models import Order

SHORTEST = 3
TELLING = 8
MOST = 1000
NEWEST = 10 * MOST


class OrderWords(Base):
    """What an order can be found by."""

    __tablename__ = "order_words"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    words: Mapped[str]


def index_order(order: Order, draft: OrderDraft) -> None:
    """Part of placing the order."""
    skus = (line.sku or "" for line in draft.lines)
    words = (order.number, draft.external_id, *_of(draft.ship_to), *_of(draft.buyer), *skus)
    said = dict.fromkeys(fold(word) for word in words if word)
    write_rows(OrderWords, [{"order_id": order.id, "words": " ".join(said)}])


def add_words(order_id: int, *words: str) -> None:
    """Let the order be found by more, such as a tracking number. Part of a verb."""
    row = db.session.get(OrderWords, order_id, with_for_update=True)
    if row is None:
        db.session.add(row := OrderWords(order_id=order_id, words=""))
    new = [fold(word) for word in words if word and fold(word) not in row.words]
    row.words = " ".join([row.words, *new])


def index_contact(order_id: int, contact: ContactDraft) -> None:
    add_words(order_id, *_of(contact))


def _of(contact: ContactDraft) -> tuple[str, ...]:
    postcode = contact.postcode or ""
    parts = (contact.name, contact.company, contact.email, postcode, postcode.replace(" ", ""), contact.phone)
    return tuple(part or "" for part in parts)


def orders_matching(terms: str) -> Select[Any]:
    """The ids of the orders that have all the words, the newest where there are more than a thousand.

    Two letters are too few for the index: those look at the beginning of the number alone.
    """
    words = fold(terms.replace("\0", " ")).split()
    long = [word for word in words if len(word) >= SHORTEST]
    if not long:
        return _beginning_with(terms.replace("\0", " ").strip())
    return _by_sqlite(long) if is_sqlite() else _by_postgres(long)


def _beginning_with(letters: str) -> Select[Any]:
    """Straight from the index of numbers; SQLite's LIKE would read them all."""
    after = letters + chr(0x10FFFF)
    begins = (
        and_(Order.number >= letters, Order.number < after)
        if is_sqlite()
        else Order.number.startswith(letters, autoescape=True)
    )
    return select(Order.id).where(begins).limit(MOST)


def _by_sqlite(words: list[str]) -> Select[Any]:
    """The index is asked for a few letters of each word: every letter more is another long list to merge."""
    quoted = " ".join('"' + _telling_part(word).replace('"', '""') + '"' for word in words)
    longer = {f"w{n}": word for n, word in enumerate(words) if len(word) > TELLING}
    whole = "".join(f" AND instr(kept.words, :{name}) > 0" for name in longer)
    found = text(
        "SELECT kept.order_id AS id FROM order_words_index AS pieces "  # noqa: S608 — names that we made ourselves
        "JOIN order_words AS kept ON kept.order_id = pieces.rowid "
        f"WHERE pieces.words MATCH :q{whole} ORDER BY pieces.rowid DESC LIMIT :n"
    )
    rows = found.bindparams(q=quoted, n=MOST, **longer).columns(Order.id).subquery("found")
    return select(rows.c.id)


def _telling_part(word: str) -> str:
    """Numbers are told apart by their end, names and addresses by their beginning."""
    return word[-TELLING:] if word.isdigit() else word[:TELLING]


def _by_postgres(words: list[str]) -> Select[Any]:
    """What is in every tenth order is found among the newest; for that, the index would first gather all there are."""
    latest = select(OrderWords.order_id, OrderWords.words).order_by(OrderWords.order_id.desc()).limit(NEWEST)
    read = latest.subquery("latest").c
    newest = _having(select(read.order_id), read.words, words).limit(MOST).cte("newest")
    newest = newest.prefix_with("MATERIALIZED", dialect="postgresql")
    enough = select(func.count()).select_from(newest).scalar_subquery() == MOST
    found = _having(select(OrderWords.order_id), OrderWords.words, words).where(~enough).cte("found")
    found = found.prefix_with("MATERIALIZED", dialect="postgresql")
    rows = union_all(select(newest.c.order_id).where(enough), select(found.c.order_id)).subquery("rows")
    return select(rows.c.order_id.label("id")).order_by(rows.c.order_id.desc()).limit(MOST)


def _having(query: Select[Any], kept: Any, words: list[str]) -> Select[Any]:
    """All the words; as for SQLite, the index is asked for a few letters of each."""
    for word in words:
        query = query.where(kept.contains(_telling_part(word), autoescape=True))
        query = query.where(func.strpos(kept, word) > 0) if len(word) > TELLING else query
    return query


@ddl
def search_index(dialect: str) -> list[str]:
    return _index_for_sqlite() if dialect == "sqlite" else _index_for_postgres()


def _index_for_postgres() -> list[str]:
    return [
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        "CREATE INDEX IF NOT EXISTS ix_order_words_pieces ON order_words USING gin (words gin_trgm_ops)",
    ]


def _index_for_sqlite() -> list[str]:
    new = "INSERT INTO order_words_index(rowid, words) VALUES (new.order_id, new.words);"
    old = "INSERT INTO order_words_index(order_words_index, rowid, words) VALUES ('delete', old.order_id, old.words);"
    triggers = {"insert": new, "delete": old, "update": old + new}
    statements = [
        (
            "CREATE VIRTUAL TABLE IF NOT EXISTS order_words_index USING fts5("
            "words, content='order_words', content_rowid='order_id', tokenize='trigram')"
        ),
    ]
    for act, does in triggers.items():
        statements.append(f"DROP TRIGGER IF EXISTS order_words_{act}")
        statements.append(
            f"CREATE TRIGGER order_words_{act} AFTER {act.upper()} ON order_words BEGIN {does} END"
        )
    return statements
