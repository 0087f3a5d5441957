"""No complaint about a field is in a programmer's words."""

from __future__ import annotations

import re

from tests.lived_in import LivedIn
from tests.safety.forms import forms_of
from tests.shop import Shop

ODD = re.compile(
    r"(?i)\b(field|value|valid|invalid|coerce|integer|input|string|null|none type|parameter|csrf)\b"
)
COMPLAINT = re.compile(
    r'class="field-error"[^>]*>([^<]+)<|role="alert"[^>]*>(?:<svg.*?</svg>)?(?:<span[^>]*>)?([^<]+)<'
)
WRONG = ("", "x" * 3000, "-7", "what", "9" * 12)


def test_complaints_about_fields_are_sentences_of_the_shop(shop: Shop, lived: LivedIn) -> None:
    browser = shop.client("Ada")
    told: set[str] = set()
    for form in forms_of(shop.app, browser, lived).values():
        for wrong in WRONG:
            answer = browser.post(form.action, data=dict.fromkeys(form.fields, wrong))
            if answer.status_code in {409, 422}:
                told |= {(one or other).strip() for one, other in COMPLAINT.findall(answer.text)} - {""}
    assert len(told) > 20
    assert [
        sentence for sentence in sorted(told) if ODD.search(sentence) or not sentence.strip().endswith(".")
    ] == []
