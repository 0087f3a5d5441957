"""What a person says about the columns of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from flask import request

from oms.channels.columns.dates import FORMATS
from oms.channels.columns.meaning import MEANINGS, PAID, Meaning
from oms.core.errors import WrongInput
from oms.reading.cells import is_currency


def said(header: Sequence[str]) -> Meaning:
    """The form as a meaning, which may lack something still. Raises WrongInput where it contradicts itself."""
    chosen = [request.form.get(f"means-{place}", "") for place in range(len(header))]
    twice = [code for code, times in Counter(filter(None, chosen)).items() if times > 1]
    if twice:
        raise WrongInput(
            f"Two columns are said to be “{MEANINGS.get(twice[0], twice[0])}”. Choose one of them."
        )
    currency = request.form.get("currency", "").strip().upper()
    if currency and not is_currency(currency):
        raise WrongInput("Write the currency by its three letters, such as EUR.")
    return Meaning(
        columns={code: name for code, name in zip(chosen, header, strict=True) if code in MEANINGS},
        days=_one_of(request.form.get("days", ""), FORMATS),
        currency=currency,
        paid=_one_of(request.form.get("paid", ""), PAID) or "yes",
    )


def _one_of(told: str, known: Collection[str]) -> str:
    return told if told in known else ""
