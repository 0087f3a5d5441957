"""A private PostgreSQL: started in a temporary folder by an unprivileged user, gone at the end.

`python -m tests.postgres COMMAND` runs a command with one server that all its processes share.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "BACKROOM_TEST_POSTGRES"
USERS = ("postgres", "nobody")
PLAIN = "fsync=off", "synchronous_commit=off", "full_page_writes=off"


class Cluster:
    """One server. `durable` keeps fsync on, for tests that kill it."""

    def __init__(self, *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="backroom-pg-"))
        self.port, self.durable = _free_port(), durable
        self.server: subprocess.Popen[bytes] | None = None
        self.user = _unprivileged()
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)

    def start(self) -> Cluster:
        if not (self.folder / "data").exists():
            self._run(
                "initdb",
                "-D",
                self.folder / "data",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            )
        settings = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
        ]
        settings += [] if self.durable else PLAIN
        options = [part for setting in settings for part in ("-c", setting)]
        command = [binary("postgres"), "-D", str(self.folder / "data"), *options]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, **self._as_user()
            )
        self._wait()
        return self

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def new(self, name: str) -> str:
        """The address of a new database."""
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "postgres", name)
        return self.url(name)

    def kill(self) -> None:
        """As a power cut would: the server and all that it started, at once."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            ready = [binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def _run(self, name: str, *arguments: object) -> None:
        command = [binary(name), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self._as_user())

    def _as_user(self) -> dict[str, int]:
        return {"user": self.user.pw_uid, "group": self.user.pw_gid} if self.user else {}


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A server until the block ends."""
    server = Cluster(durable=durable)
    try:
        yield server.start()
    finally:
        server.stop()


class Address:
    """A server that somebody else started."""

    def __init__(self, port: str) -> None:
        self.port = port

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"


def shared_cluster() -> Cluster | Address:
    """The server of this test run; one is started where there is none."""
    if ADDRESS in os.environ:
        return Address(os.environ[ADDRESS])
    cluster = Cluster().start()
    atexit.register(cluster.stop)
    return cluster


def binary(name: str) -> str:
    """The newest that Debian has, since what else lies on the path may be a stand-in."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if found:
        return str(found[-1])
    on_path = shutil.which(name)
    if on_path is None:
        raise RuntimeError(f"{name} is not installed")
    return on_path


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in USERS if name in known)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    server = Cluster().start()
    try:
        status = subprocess.call(sys.argv[1:], env={**os.environ, ADDRESS: str(server.port)})
    finally:
        server.stop()
    sys.exit(status)
