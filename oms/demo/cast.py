"""Who and what there is in the demo shop, and the ids that it got."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from oms.core.operations import By
from oms.packing.boxes import BoxDraft

ZONE, CUT_OFF, WORKING_DAYS = "Europe/Dublin", time(16, 30), (1, 2, 3, 4, 5)

# Product, variant, SKU, barcode, grams, price, bin, how many came, colour.
Goods = tuple[str, str, str, str | None, int, int, str, int, str]
GOODS: tuple[Goods, ...] = (
    ("Merino Socks", "Green · 39–42", "SOCK-GRN-39", "4006381333931", 80, 925, "B-04-2", 25, "#3f7a5f"),
    ("Merino Socks", "Green · 43–46", "SOCK-GRN-43", "4006381333948", 90, 925, "B-04-3", 24, "#2f5f4a"),
    ("Merino Socks", "Rust · 39–42", "SOCK-RST-39", "4006381333955", 80, 925, "B-05-2", 12, "#b4532a"),
    ("Wool Beanie", "Rust · one size", "000451", "5012345678900", 110, 2550, "A-01-1", 15, "#b4532a"),
    ("Stoneware Mug", "Blue · 0.3 l", "MUG-BLU", "5012345678917", 340, 1490, "A-02-2", 40, "#35608f"),
    ("Stoneware Mug", "Sand · 0.3 l", "MUG-SND", "5012345678924", 340, 1490, "A-10-1", 15, "#b79a6a"),
    ("Tenugui", "Waves · 90 × 34 cm", "TEN-WAV", "4901234567894", 40, 1200, "D-01-4", 42, "#3b5ba5"),
    ("Brass Desk Lamp", "Brass · EU plug", "LAMP-EU", "4006381333962", 1450, 8900, "D-02-2", 21, "#b08a2e"),
    ("Beeswax Candle", "20 cm", "CAN-20", "4006381333979", 160, 650, "C-03-1", 64, "#c9962b"),
    ("Olive Soap", "100 g", "SOAP-OLV", "4006381333986", 105, 480, "C-03-2", 42, "#7d8b3a"),
    ("Garden Twine", "50 m", "TWINE-50", None, 200, 390, "C-06-1", 32, "#8a6f4d"),
    ("Oak Firewood Box", "5 kg", "WOOD-5", "4006381333993", 5000, 1990, "D-08-1", 14, "#7a5233"),
)
PEOPLE = (
    ("Zoë Müller", "Große Straße 5", "50667", "Köln", "DE"),
    ("Jürgen Groß", "Am Markt 12", "90403", "Nürnberg", "DE"),
    ("Café Zürich", "Bahnhofstrasse 1", "8001", "Zürich", "CH"),
    ("Marta Silva", "Rua das Flores 28", "4050-262", "Porto", "PT"),
    ("田中 由紀", "神宮前 1-2-3", "150-0001", "東京都渋谷区", "JP"),
    ("Aoife Byrne", "14 Quay Street", "H91 YW8K", "Galway", "IE"),
    ("Lena Hoff", "Mariahilfer Straße 77", "1060", "Wien", "AT"),
    ("Tom Reed", "9 Mill Lane", "T12 X2YP", "Cork", "IE"),
    ("Ingrid Solberg", "Storgata 14", "0184", "Oslo", "NO"),
    ("Łukasz Wójcik", "ul. Długa 7", "31-147", "Kraków", "PL"),
    ("Claire Dubois", "18 rue des Lilas", "69003", "Lyon", "FR"),
)
PICKERS = ("Ben", "Ines")
BOXES = (
    BoxDraft("Mailer small", "mailer", 250, 180, 30, 20),
    BoxDraft("Box S", "box", 220, 160, 120, 110),
    BoxDraft("Box M", "box", 340, 250, 180, 260),
)


@dataclass
class Demo:
    """Ids of what the shop is made of. Orders are known by their number in the story, today's from 0 on."""

    site: int = 0
    pickers: list[int] = field(default_factory=list)
    bins: dict[str, int] = field(default_factory=dict)
    skus: dict[str, int] = field(default_factory=dict)
    boxes: list[int] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)
    orders: dict[int, int] = field(default_factory=dict)

    def picker(self, number: int) -> By:
        """Who picks this order, for another act each time: they take turns."""
        return By(f"user:{self.pickers[number % len(self.pickers)]}")

    def packer(self, number: int) -> By:
        """Whoever did not pick it."""
        return self.picker(number + 1)


def by() -> By:
    return By("demo")
