"""The blueprint that the pages of the bench and of its boxes share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("packing", __name__)
