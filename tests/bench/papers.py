"""Labels by the hundred: how fast, how soon the first, how much memory, and whether every barcode can be read.

The floor is what anybody gets from the same library in the same minute: the same labels, as HTML with SVG barcodes,
in one document.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.documents.reading import scan, zbar, zxing
from tests.documents.watching import below

ROOT = Path(__file__).resolve().parents[2]
FLOOR_LABELS = 100
SECOND_READER_PAGES = 20

# Each measured process loads what printing needs: by the press's own side door, without the rest of the shop.
LABELS = """
import json, os, sys, time, types
oms = types.ModuleType("oms")
oms.__path__ = ["oms"]
sys.modules["oms"] = oms
from tests.documents.sheets_for_tests import labels
from tests.documents.watching import cpu_seconds
papers, file = labels(int(sys.argv[1])), sys.argv[2]
"""
OURS = (
    LABELS
    + """
from oms.documents.printing import print_paper, print_papers
print_papers(papers[:8])  # the press is warm in a running shop
began = time.perf_counter()
print_paper(papers[0])
first = time.perf_counter() - began
rates, cpu = [], []
for _ in range(3):
    before, began = cpu_seconds(os.getpid()), time.perf_counter()
    pdf = print_papers(papers)
    rates.append(len(papers) / (time.perf_counter() - began))
    cpu.append(1000 * (cpu_seconds(os.getpid()) - before) / len(papers))
open(file, "wb").write(pdf)
print(json.dumps({"per_second": max(rates), "cpu_ms": min(cpu), "first_ms": 1000 * first}))
"""
)
FLOOR = (
    LABELS
    + """
from markupsafe import Markup
from weasyprint import HTML
from oms.documents.assets import OnlyOurs, style_of
from oms.documents.barcodes import barcode_svg
from oms.documents.papers import _templates
def barcode(value, name, qr=False):
    picture = barcode_svg(value, width_mm=20 if qr else 90, height_mm=20 if qr else 18)
    return Markup(f'<div class="barcode {name}">{picture}</div>')
before, began = cpu_seconds(os.getpid()), time.perf_counter()
html = _templates().get_template("address_label.html").render(papers=papers, steps=[0] * len(papers), barcode=barcode)
style = f"<style>{style_of('address_label')}</style>"
HTML(string=style + html, url_fetcher=OnlyOurs()).write_pdf(file)
rate = len(papers) / (time.perf_counter() - began)
print(json.dumps({"per_second": rate, "cpu_ms": 1000 * (cpu_seconds(os.getpid()) - before) / len(papers)}))
"""
)


@dataclass(frozen=True)
class LabelFigures:
    labels: int
    labels_per_second: float
    cpu_ms_per_label: float
    first_label_ms: float
    peak_mb: int
    unreadable: int
    floor_labels_per_second: float
    floor_cpu_ms_per_label: float
    floor_peak_mb: int


def bench_labels(n: int = 500) -> LabelFigures:
    with tempfile.TemporaryDirectory() as folder:
        ours, peak = _measured(OURS, n, Path(folder) / "ours.pdf")
        floor, floor_peak = _measured(FLOOR, min(n, FLOOR_LABELS), Path(folder) / "floor.pdf")
        unreadable = _unreadable((Path(folder) / "ours.pdf").read_bytes(), n, Path(folder))
    return LabelFigures(
        labels=n,
        labels_per_second=round(ours["per_second"], 1),
        cpu_ms_per_label=round(ours["cpu_ms"], 1),
        first_label_ms=round(ours["first_ms"], 1),
        peak_mb=peak,
        unreadable=unreadable,
        floor_labels_per_second=round(floor["per_second"], 1),
        floor_cpu_ms_per_label=round(floor["cpu_ms"], 1),
        floor_peak_mb=floor_peak,
    )


def _measured(code: str, count: int, file: Path) -> tuple[dict[str, float], int]:
    """What the code says, and the most memory that its process and all below it had at once."""
    started = subprocess.Popen(
        [sys.executable, "-c", code, str(count), str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    peak = 0
    while started.poll() is None:
        peak = max(peak, sum(_memory_kb(pid) for pid in {started.pid, *below(started.pid)}))
        time.sleep(0.2)
    assert started.stdout
    assert started.returncode == 0
    with started.stdout as said:
        return json.loads(said.read()), peak // 1024


def _memory_kb(pid: int) -> int:
    """Proportional: what processes share is counted once, not once for each."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _unreadable(pdf: bytes, count: int, folder: Path) -> int:
    """Barcodes that one reader, or on some pages a second one, cannot read as what they should say."""
    missed = 0
    for number, page in enumerate(scan(pdf)):
        wanted = {f"P-{number:06d}", f"1Z999AA1{number:010d}"}
        missed += len(wanted - set(zxing(page)))
        if number % max(1, count // SECOND_READER_PAGES) == 0:
            missed += len(wanted - set(zbar(page, folder)))
    return missed


if __name__ == "__main__":
    print(json.dumps(asdict(bench_labels(int(sys.argv[1]) if sys.argv[1:] else 500)), indent=2))
