"""What a SKU looks like, so that nobody takes its neighbour."""

from __future__ import annotations

import hashlib

from sqlalchemy import delete

from oms.catalog.facts import PictureChanged
from oms.catalog.models import Picture
from oms.catalog.service import lock_sku
from oms.core.db import db
from oms.core.events import record
from oms.core.operations import By, final, verb
from oms.core.upsert import upsert


@verb(final("The picture that was there before is gone. Upload it again to have it back."))
def set_picture(sku_id: int, content: bytes, media_type: str, *, by: By) -> None:
    """The picture as `pictures.encode` wrote it; the one before is gone."""
    del by
    sku, digest = lock_sku(sku_id), hashlib.sha256(content).hexdigest()
    values = {"content": content, "media_type": media_type, "digest": digest}
    row = upsert(Picture).values(sku_id=sku.id, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["sku_id"], set_=values))
    sku.picture_digest = digest
    record(PictureChanged(sku.id), about=f"sku:{sku.id}")


@verb(final("The picture is gone. Upload it again to have it back."))
def remove_picture(sku_id: int, *, by: By) -> None:
    """No picture is better than one of something else."""
    del by
    sku = lock_sku(sku_id)
    db.session.execute(delete(Picture).where(Picture.sku_id == sku.id))
    sku.picture_digest = None
    record(PictureChanged(sku.id), about=f"sku:{sku.id}")
