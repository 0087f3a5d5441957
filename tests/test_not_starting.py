"""Why `make run` cannot start is said in a sentence, before anything is changed."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

from tests.running import ROOT, Running, free_port


def refusal(folder: Path, **environ: str) -> str:
    """What it says when it does not start; in one line, and nothing else."""
    running = Running(folder, **environ)
    done = subprocess.run(running.command, env=running.environ, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, SMTP_PORT="mail") == (
        "SMTP_PORT should be a whole number from 1 to 65535, not 'mail'.\n"
    )


def test_a_port_in_use_is_said_before_anything_is_changed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(tmp_path, PORT=str(port))
    assert said.startswith(f"Port {port} is in use, perhaps by another Backroom.")
    assert not (tmp_path / "instance" / "backroom.db").exists()


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    assert "HOST should be an address of this machine, not '192.0.2.1'." in refusal(
        tmp_path, HOST="192.0.2.1"
    )


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    said = refusal(tmp_path, DATABASE_URL=f"postgresql://me:hidden-word@127.0.0.1:{free_port()}/shop")
    assert said.startswith("The database at DATABASE_URL cannot be used: connection ")
    assert "hidden-word" not in said


def test_a_folder_instead_of_a_database_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "shop.db").mkdir()
    said = refusal(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/shop.db")
    assert said == "The database at DATABASE_URL cannot be used: unable to open database file\n"


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "instance").mkdir(mode=0o700)
    with sqlite3.connect(tmp_path / "instance" / "backroom.db") as newer:
        newer.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        newer.execute("INSERT INTO alembic_version VALUES ('9999')")
    newer.close()
    assert "The database is from another version of Backroom" in refusal(tmp_path)
