"""Shopify: its GraphQL Admin API as a shop answers it, with its quota and its ways to say no with a 200."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from graphql import graphql_sync

from tests.channels.simulator.shopify_answering import resolve
from tests.channels.simulator.shopify_goods import Json
from tests.channels.simulator.shopify_schema import cost, schema
from tests.channels.simulator.shopify_shop import World

__all__ = ["World", "bp"]

bp = Blueprint("shopify", __name__)
SCHEMA = schema()
DEAREST = 1000


@bp.post("/admin/api/<version>/graphql.json")
def answer(version: str) -> Any:
    shop: World = current_app.extensions["worlds"]["shopify"]
    if request.headers.get("X-Shopify-Access-Token") != shop.token:
        return jsonify({"errors": "[API] Invalid API key or access token"}), 401
    told = request.get_json()
    points = cost(SCHEMA, told["query"])
    if points > DEAREST or not shop.bucket.pay(points):
        return refused("THROTTLED" if points <= DEAREST else "MAX_COST_EXCEEDED", shop.bucket.told(points))
    result = graphql_sync(
        SCHEMA,
        told["query"],
        root_value={"type": "Root"},
        context_value=shop,
        variable_values=told["variables"],
        field_resolver=resolve,
        type_resolver=lambda thing, *_: thing["type"],
    )
    shop.bucket.give_back(points, result.data)
    answered: Json = {"data": result.data, "extensions": shop.bucket.told(points)}
    if result.errors:
        answered["errors"] = [one.formatted for one in result.errors]
    return Response(json.dumps(answered, default=str), content_type="application/json")


def refused(code: str, extensions: Json) -> Json:
    return {
        "errors": [{"message": code.capitalize(), "extensions": {"code": code}}],
        "extensions": extensions,
    }
