"""Products, SKUs and barcodes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.core.db import Base


class Product(Base):
    """What a customer calls the thing; its variants are the SKUs."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="", server_default="")
    skus: Mapped[list[Sku]] = relationship(back_populates="product", lazy="raise", order_by="Sku.code")


class Sku(Base):
    """A variant that is counted. `scannable` is False for goods that carry no barcode."""

    __tablename__ = "sku"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    variant: Mapped[str] = mapped_column(default="", server_default="")
    scannable: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    weight_g: Mapped[int | None]
    search: Mapped[str] = mapped_column(default="", server_default="")
    picture_digest: Mapped[str | None]
    product: Mapped[Product] = relationship(back_populates="skus", lazy="joined", innerjoin=True)
    barcodes: Mapped[list[Barcode]] = relationship(back_populates="sku", lazy="raise", order_by="Barcode.id")

    @property
    def name(self) -> str:
        return self.product.name

    @property
    def has_picture(self) -> bool:
        return self.picture_digest is not None

    @property
    def picture_version(self) -> str:
        """Changes with the picture, so that a browser may keep it for ever."""
        return (self.picture_digest or "")[:12]

    @property
    def full_name(self) -> str:
        """The product with its variant, as one line."""
        return f"{self.product.name} · {self.variant}" if self.variant else self.product.name


class Barcode(Base):
    """A code that is printed on the goods; a pack's code counts for several."""

    __tablename__ = "barcode"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    sku: Mapped[Sku] = relationship(back_populates="barcodes", lazy="raise")

    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)


class Picture(Base):
    """What a SKU looks like, re-encoded from what was uploaded."""

    __tablename__ = "picture"

    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str]
    digest: Mapped[str]


class TakenIn:
    """How far the taking in of a file is. `told` is what was said of each row when it began, and so what
    became of it, but for those that `failed` since, each with its sentence.
    """

    started_at: Mapped[datetime | None]
    started_by: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    steps: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    told: Mapped[list[Any] | None]
    failed: Mapped[dict[str, Any] | None]

    @property
    def phase(self) -> str:
        """What is going on with it, as a word for the page."""
        if self.started_at is None:
            return "preview"
        return "done" if self.finished_at else "running"


class GoodsFile(TakenIn, Base):
    """A file of products as it came. Only one that can be read is kept."""

    __tablename__ = "goods_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    arrived_at: Mapped[datetime]
    arrived_by: Mapped[str]
    content: Mapped[bytes] = mapped_column(
        LargeBinary, deferred=True, sort_order=1
    )  # last: SQLite walks over it to what follows
