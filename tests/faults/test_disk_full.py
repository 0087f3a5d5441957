"""No room on the disk: a page says so, what is there can be read, nothing is half done, and once there is room
again all goes on without anybody starting anything anew.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.databases import KIND
from tests.faults.picture import take_picture
from tests.faults.promises import broken
from tests.faults.server import Client, Server, serving
from tests.shop import Shop

pytestmark = pytest.mark.skipif(KIND != "sqlite", reason="PostgreSQL keeps its own files")


@contextmanager
def no_room(server: Server) -> Iterator[None]:
    """None of the server's processes can let a file grow."""
    for pid in processes(server):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    yield
    for pid in processes(server):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def processes(server: Server) -> list[int]:
    master = server.running["web"].pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [master, *map(int, children)]


def test_without_room_nothing_is_saved_and_afterwards_everything_works(shop: Shop, tmp_path: Path) -> None:
    shop.receive("LAMP", 5)
    order = [("kind", "counter"), ("paid", "y"), ("sku_id", str(shop.skus["LAMP"])), ("quantity", "2")]
    with serving(shop, tmp_path / "instance") as (server, _):
        server.kill("worker")
        client = Client(shop, server.settings, "Mo")
        client.send("/orders/new", order, uuid4().hex)
        with shop.inside():
            before = take_picture()

        with no_room(server):
            form = [*order, ("operation_id", uuid4().hex)]
            status, _, page = client.ask("POST", "/orders/new", form)
            assert (status, "The disk is full" in page, "Nothing was saved" in page) == (507, True, True)
            assert client.ask("GET", "/")[0] == 200
            with shop.inside():
                assert take_picture() == before

        assert client.ask("POST", "/orders/new", form)[0] == 303
        with shop.inside():
            after = take_picture()
        assert len(after["orders"]) == len(before["orders"]) + 1
        assert broken(after) == []
