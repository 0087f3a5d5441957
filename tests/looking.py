"""Whether everybody can use a page that a browser shows, at every width and by day and night, and whether
nothing that a stranger wrote became a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.chromium import ready

DESK, TABLET, PHONE = 1440, 768, 360
THEMES = ("light", "dark")
EVERYWHERE = tuple((width, theme) for width in (DESK, TABLET, PHONE) for theme in THEMES)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": LEVELS, "preload": False}
RUN = "options => axe.run(options).then(found => found.violations)"


def faults_at(page: Page, looks: Iterable[tuple[int, str]] = EVERYWHERE) -> list[str]:
    """What is wrong with this page at any of these widths, light or dark."""
    found = []
    for width, theme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        found += [f"{width} px, {theme}: {fault}" for fault in faults(page)]
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it is shown now."""
    ready(page)
    found = []
    if page.locator("[data-injected], script:not([src])").count():
        found.append("the words of a stranger became a part of the page")
    if "49" in page.title():
        found.append("the words of a stranger were taken for a template")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} px wider than the screen")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for violation in page.evaluate(RUN, OPTIONS):
        found += [f"{violation['id']}: {node['html'][:160]}" for node in violation["nodes"][:3]]
    return found
