"""What orders of a large shop are made of, told in words that both databases understand."""

from __future__ import annotations

from dataclasses import dataclass

SKUS = 10_000
YEARS = 3 * 365 * 86_400
OPEN = 5_000
STRAGGLER = 20_000
FIRST = (
    "ana zoe jurgen marta yuki aoife tom lena pierre olga ivan noor chen sofia emil greta lars rosa hugo mila"
)
LAST = "muller gross silva tanaka byrne reed hoff dupont petrova santos okafor lind weber moreau nagy kowalski berg costa ito murphy"
TOWNS = "koln nurnberg porto tokyo galway cork wien paris berlin lisboa oslo praha graz lyon dublin"


@dataclass(frozen=True, slots=True)
class Words:
    """What the two databases say differently, and how many orders there are."""

    dialect: str
    orders: int

    def counting(self, to: int) -> str:
        """A table `seq` of the numbers from 1."""
        if self.dialect == "sqlite":
            return f"WITH RECURSIVE seq(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM seq WHERE i < {to})"
        return f"WITH seq(i) AS (SELECT generate_series(1::bigint, {to}))"

    def moment(self, seconds: str) -> str:
        """So many seconds after now."""
        if self.dialect == "sqlite":
            return f"strftime('%Y-%m-%d %H:%M:%S.000000', 'now', ({seconds}) || ' seconds')"
        return f"(CURRENT_TIMESTAMP + ({seconds}) * interval '1 second')"

    def one_of(self, words: str, number: str) -> str:
        """The word at a number, counted round and round."""
        said = words.split()
        cases = " ".join(f"WHEN {at} THEN '{word}'" for at, word in enumerate(said))
        return f"(CASE ({number}) % {len(said)} {cases} END)"

    @property
    def age(self) -> str:
        """Seconds from now to when order `i` was placed: the newest today, the oldest three years ago."""
        return f"(-{YEARS} + CAST(i * {YEARS / self.orders} AS bigint))"

    @property
    def is_open(self) -> str:
        """The newest, and a few old ones that nobody paid."""
        return f"(i > {self.orders - min(OPEN, self.orders // 2)} OR i % {STRAGGLER} = 0)"

    @property
    def headline(self) -> str:
        return (
            f"(CASE WHEN NOT {self.is_open} THEN CASE WHEN i % 25 = 0 THEN 'cancelled' ELSE 'shipped' END "
            f"WHEN i % {STRAGGLER} = 0 OR i % 20 IN (16, 17) THEN 'unpaid' "
            "WHEN i % 20 IN (10, 11) THEN 'picking' WHEN i % 20 IN (12, 13) THEN 'to_pack' "
            "WHEN i % 20 IN (14, 15) THEN 'packed' WHEN i % 20 = 18 THEN 'short' "
            "WHEN i % 20 = 19 THEN 'needs_you' ELSE 'ready' END)"
        )

    @property
    def lines(self) -> str:
        """Numbers of lines: order `i` has `pos` from 1 to 1, 2 or 4."""
        most = "(CASE i % 10 WHEN 0 THEN 4 WHEN 1 THEN 2 WHEN 2 THEN 2 ELSE 1 END)"
        return (
            f"seq JOIN (SELECT 1 AS pos UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) AS p ON pos <= {most}"
        )

    @property
    def name(self) -> str:
        return f"{self.one_of(FIRST, 'i * 7')} || ' ' || {self.one_of(LAST, 'i / 11')}"

    @property
    def email(self) -> str:
        return f"{self.one_of(FIRST, 'i * 7')} || '.' || {self.one_of(LAST, 'i / 11')} || i || '@example.org'"
