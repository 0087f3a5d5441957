"""The press: a process apart that renders papers. It is warm, knows no secret, and copies itself for each hand at it.

What it prints was written by strangers, so a copy has a time limit, a memory limit, and no way to a file or a network.
A copy that hangs or breaks is gone, and the next one is ready in milliseconds, because the press itself never prints.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from multiprocessing.connection import Connection
from select import select
from typing import Any

import pypdfium2

from oms.core.errors import Refused
from oms.documents.papers import print_sheets
from oms.documents.pressroom import BROKEN, PRINTED, REFUSED, ROOT
from oms.documents.sheets import (
    Address,
    AddressLabel,
    BinLabel,
    Paper,
    ProductLabel,
    Shop,
    SlipLine,
    SlipSheet,
)

MEMORY_LIMIT = 1 << 30
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.dlopen")
READABLE = tuple(f"{folder}/" for folder in (sys.prefix, sys.base_prefix, ROOT / "oms"))


def serve(control_fd: int, idle_seconds: float, folder: str) -> None:
    """Make a copy for each connection that arrives, until the one who started the press is gone, or idle."""
    control = socket.socket(fileno=control_fd)
    _warm_up()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # copies that end leave nothing to collect
    while _wanted(control, idle_seconds):
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            break
        if os.fork() == 0:
            control.close()
            try:
                _print_for(Connection(descriptors[0]), idle_seconds)
            except (EOFError, OSError):
                pass  # the one who wanted papers has gone
            finally:
                os._exit(0)  # a copy has nothing of its own to clean up
        os.close(descriptors[0])
    shutil.rmtree(folder, ignore_errors=True)  # the one who made it for us may have been killed


def _wanted(control: socket.socket, idle_seconds: float) -> bool:
    """Wait for the next connection; False when none comes for a while and no copy is left."""
    while not select([control], [], [], idle_seconds)[0]:
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
    return True


def join(pdfs: Sequence[bytes]) -> bytes:
    """The pages of all PDFs in one."""
    whole, file = pypdfium2.PdfDocument.new(), BytesIO()
    for pdf in pdfs:
        whole.import_pages(pypdfium2.PdfDocument(pdf))
    whole.save(file)
    return file.getvalue()


JOBS: dict[str, Callable[[Any], bytes]] = {"print": print_sheets, "join": join}


def _print_for(connection: Connection, idle_seconds: float) -> None:
    sys.addaudithook(_stay_inside)
    connection.send_bytes(str(os.getpid()).encode())
    while connection.poll(idle_seconds):
        job, content, seconds = pickle.loads(connection.recv_bytes())  # noqa: S301 — from the one who started us
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody catches the alarm, so it ends even a loop in C
        answer = _done(job, content)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send_bytes(answer)
        del content, answer
        gc.collect()


def _done(job: str, content: Any) -> bytes:
    try:
        return PRINTED + JOBS[job](content)
    except Refused as refusal:
        return REFUSED + refusal.sentence.encode()
    except BaseException as error:  # noqa: BLE001 — the renderer's own fatal errors are no Exceptions
        # Where it broke, but not the message: that may quote a customer.
        where = "".join(traceback.format_tb(error.__traceback__)[-5:])
        return BROKEN + f"{type(error).__name__}\n{where}".encode()


def _stay_inside(event: str, args: tuple[Any, ...]) -> None:
    """The second lock, under the one in assets.py: whatever asks, Python itself opens nothing outside."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"The press does not do this: {event}")
    if event == "open" and not str(args[0]).startswith(READABLE):
        raise PermissionError("The press does not open this file.")


def _warm_up() -> None:
    """One of each paper, so that fonts, styles and templates are loaded before anybody waits for them."""
    somebody = Address(name="Zoë", lines=("Łąkowa 1", "00-001 Warszawa"), postcode="00-001", country="Poland")
    line = SlipLine(name="灯 ★", sku="LAMP", quantity=1)
    samples: list[Paper] = [
        AddressLabel(
            sender=somebody, recipient=somebody, parcel_code="P-1", order_number="#1", tracking="1Z999"
        ),
        SlipSheet(
            shop=Shop(name="Shop"),
            order_number="#1",
            placed_on=date(2026, 1, 1),
            ship_to=somebody,
            lines=(line,),
        ),
        ProductLabel(name="Lamp", sku="LAMP", barcode="4006381333931"),
        BinLabel(code="A-1", barcode="A-1"),
    ]
    join([print_sheets([sample]) for sample in samples])
    gc.collect()
    gc.freeze()  # copies share this memory as long as nobody writes into it, and the collector would
    gc.disable()  # each job collects once, at its end
