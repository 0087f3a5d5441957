"""A real browser on a real server: pages as a person sees them. A test that leaves an error in the
browser's console, such as a script that the policy refused, has failed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.lacking import lacking
from tests.shop import Shop

PROGRAM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
EXPECTED = ("409", "422", "404", "403", "401", "413", "429", "503", "507")
PATIENCE = 20_000  # milliseconds: on a busy machine the same story takes longer
expect.set_options(timeout=PATIENCE)


class Quiet(WSGIRequestHandler):
    """A failing test shows what failed, not every stylesheet that was asked for."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(PROGRAM).exists():
        lacking("Chromium is missing, so no page is looked at in a browser: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _server(_application: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _application, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture
def site(_server: str, app: Flask) -> str:
    """The address of the running application, on a fresh database."""
    del app
    return _server


SignIn = Callable[..., Page]


def ready(page: Page) -> None:
    """After an answer that is a whole page: its buttons do what they do by script as soon as it has arrived."""
    page.wait_for_selector("html[data-ready]", state="attached")


@pytest.fixture
def open_as(chromium: Browser, site: str, shop: Shop) -> Iterator[SignIn]:
    """`open_as("Ben", "/pick", width=820)`: a page in a browser of its own, signed in as that person;
    without a name, as a stranger.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(name: str | None = None, path: str = "/", width: int = 1440, height: int = 900) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            locale="en-IE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if name:
            cookie = shop.client(name).get_cookie("backroom")
            assert cookie is not None
            context.add_cookies([{"name": "backroom", "value": cookie.value, "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        page.goto(path)
        ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _complaint(message: Any) -> list[str]:
    """What the console says of an answer that the test provoked, such as a refusal, or of a script that the
    test itself ran inside of the page, is no complaint.
    """
    provoked = not message.location["url"]
    provoked = provoked or (
        "Failed to load resource" in message.text and any(code in message.text for code in EXPECTED)
    )
    provoked = provoked or "Response Status Error Code" in message.text
    return [] if message.type != "error" or provoked else [f"{message.text} at {message.location}"]
