"""The orders of the demo shop, each by its number in the story."""

from __future__ import annotations

from oms.channels.taking_in import take_in
from oms.core import clock
from oms.demo.cast import GOODS, PEOPLE, Demo, Goods, by
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft

LATE, UNKNOWN, NOTED, UNPAID, NO_HOUSE, GREEDY = 0, 7, 8, 9, 11, 15
FIRST = 2041
MANY = 12


def place(demo: Demo, number: int) -> None:
    """An order comes in now."""
    from_amazon = number % 3 == 0
    lines, person, paid = _lines(number), _person(number), number != UNPAID
    draft = OrderDraft(
        external_id=f"demo-{number}",
        number=f"303-{1111111 + 7 * number}-{2222222 + number}" if from_amazon else f"#{FIRST + number}",
        placed_at=clock.now(),
        lines=lines,
        ship_to=person,
        buyer=person,
        paid=paid,
        paid_at=clock.now() if paid else None,
        currency="EUR",
        total_minor=sum(line.line_total_minor or 0 for line in lines),
        prices_include_tax=True,
        service="Standard" if number % 4 else "Express",
        note="Bitte klingeln bei „Müller“, zweiter Stock, danke" if number == NOTED else None,
    )
    demo.orders[number] = take_in(demo.channels[from_amazon], draft, by=by())[1]


def _lines(number: int) -> tuple[LineDraft, ...]:
    chosen = [(number * 5 + step * 3) % len(GOODS) for step in range(1 + number % 3)]
    lines = [_line(position, GOODS[at], 1 + (number + at) % 2) for position, at in enumerate(chosen, 1)]
    if number == UNKNOWN:
        lines.append(
            LineDraft("9", "GIFT-WRAP", "Gift wrap, “blue”", 1, unit_price_minor=300, line_total_minor=300)
        )
    if number == GREEDY:
        lines = [_line(1, next(goods for goods in GOODS if goods[2] == "MUG-SND"), MANY)]
    return tuple(lines)


def _line(position: int, goods: Goods, quantity: int) -> LineDraft:
    name, variant, code, _, _, price, *_ = goods
    return LineDraft(
        str(position),
        code,
        f"{name} {variant}",
        quantity,
        unit_price_minor=price,
        line_total_minor=price * quantity,
    )


def _person(number: int) -> ContactDraft:
    name, street, postcode, city, country = PEOPLE[number % len(PEOPLE)]
    if number == NO_HOUSE:
        street = street.rstrip("0123456789 ")
    email = f"customer{FIRST + number}@example.org"
    return ContactDraft(name=name, line1=street, postcode=postcode, city=city, country=country, email=email)
