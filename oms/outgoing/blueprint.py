"""The blueprint that the pages of this package share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("outgoing", __name__)
