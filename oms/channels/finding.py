"""Finding one file that arrived, plainly or locked for a change."""

from __future__ import annotations

from oms.channels.models import ImportFile
from oms.core.db import db
from oms.core.errors import Missing


def find_import(import_id: int) -> ImportFile:
    file = db.session.get(ImportFile, import_id)
    if file is None:
        raise Missing("There is no such import.")
    return file


def lock_import(import_id: int) -> ImportFile:
    file = db.session.get(ImportFile, import_id, with_for_update=True, populate_existing=True)
    if file is None:
        raise Missing("There is no such import.")
    return file
