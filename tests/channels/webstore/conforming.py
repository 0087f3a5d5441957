"""Calls made up from the description of the API, right ones and wrong ones: every answer has to be as described."""

from __future__ import annotations

from collections import Counter

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from tests.channels.webstore.calling import Store

MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def conform(store: Store, examples: int, *, seeded: bool = True) -> Counter[tuple[str, int]]:
    """So many right and so many wrong calls of each kind; how many were answered by which status.

    What the description cannot say, such as that two lines have different ids, may be refused with 422.
    """
    told = {"auth": {"openapi": {"token": {"bearer": store.secret}}}}
    told |= {"checks": {"positive_data_acceptance": {"enabled": False}}}
    config = schemathesis.Config.from_dict(told)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", store.shop.app, config=config)
    seen: Counter[tuple[str, int]] = Counter()
    for found in schema.get_all_operations():
        for mode in MODES:
            _try(found.ok(), mode, examples, seen, seeded=seeded)
    return seen


def _try(operation, mode, examples, seen, *, seeded) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        derandomize=seeded,
    )
    def call(case) -> None:
        answer = case.call()
        seen[operation.label, answer.status_code] += 1
        case.validate_response(answer)

    call()
