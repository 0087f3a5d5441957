"""Many processes at once on one database, as web servers and workers are.

`python -m tests.faults.crowd` takes what to do as JSON, loads the shop once, forks, and prints what each
process answered.
"""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import tempfile
import traceback
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.shop import Shop, settings

ROOT = Path(__file__).resolve().parents[2]


def crowd(shop: Shop, work: str, processes: int, **told: Any) -> list[Any]:
    """What each of so many processes answered to `work` (`module:function`), which gets the shop, its own
    number, a barrier for all of them, and what is told.
    """
    known = {"site": shop.site, "bins": shop.bins, "skus": shop.skus, "people": shop.people}
    url = shop.app.config["SQLALCHEMY_DATABASE_URI"]
    brief = {"url": url, "shop": known, "work": work, "processes": processes, "told": told}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.crowd"],
        input=json.dumps(brief),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    answers = json.loads(done.stdout)
    failed = [answer["failed"] for answer in answers if "failed" in answer]
    assert not failed, "\n".join(failed)
    return [answer["answer"] for answer in answers]


def main() -> None:
    from oms import create_app
    from oms.core.db import db

    brief = json.loads(sys.stdin.read())
    folder = tempfile.mkdtemp(prefix="backroom-crowd-")
    app = create_app(settings(brief["url"], Path(folder)))
    with app.app_context():
        db.engine.dispose()
    module, name = brief["work"].split(":")
    work = getattr(import_module(module), name)
    gc.freeze()  # as the application does
    context = get_context("fork")
    barrier, answers = context.Barrier(brief["processes"]), context.SimpleQueue()

    def one(number: int) -> None:
        shop = Shop(app, **brief["shop"])
        try:
            answers.put({"answer": work(shop, number, barrier, **brief["told"])})
        except BaseException:
            barrier.abort()
            answers.put({"failed": traceback.format_exc()})

    started = [context.Process(target=one, args=(number,)) for number in range(brief["processes"])]
    for process in started:
        process.start()
    found = [answers.get() for _ in started]
    for process in started:
        process.join()
    shutil.rmtree(folder)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
