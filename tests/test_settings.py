"""What the environment may say, and what is refused by name. And which SQLite may run in WAL mode."""

from __future__ import annotations

import stat
from multiprocessing import get_context
from pathlib import Path

import pytest

from oms.core.sqlite_version import journal_mode
from oms.settings import Settings, WrongSetting, misspelt

KEY = "dS7wq0Zx9LmP2vRt5YbN8cKf4HgJ1aQe"
WRONG = [
    ("PORT", "eighty"),
    ("PORT", "70000"),
    ("PORT", "-1"),
    ("PORT", "８０００"),
    ("HOST", "http://0.0.0.0"),
    ("DEMO", "yes"),
    ("UNDO_SECONDS", "5 minutes"),
    ("MAX_UPLOAD_MB", "0"),
    ("ALLOW_LOCAL_CHANNELS", "perhaps"),
    ("PROXY_COUNT", "true"),
    ("BASE_URL", "backroom.example.org"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "ftp://backroom.example.org"),
    ("BASE_URL", "http://[::1"),
    ("SMTP_HOST", "smtp://mail.example.org"),
    ("SMTP_PORT", "0"),
    ("SMTP_TLS", "ssl"),
    ("SMTP_USER", "somebody without a password"),
    ("MAIL_FROM", "orders"),
    ("MAIL_FROM", "a@example.org, b@example.org"),
    ("MAIL_FROM", "a@example.org\r\nBcc: b@example.org"),
    ("TRUSTED_HOSTS", "https://backroom.example.org"),
    ("DATABASE_URL", "mysql://root@localhost/shop"),
    ("DATABASE_URL", "postgresql+psycopg2://localhost/shop"),
    ("DATABASE_URL", "postgresql://localhost"),
    ("DATABASE_URL", "postgresql://localhost:port/shop"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "a file"),
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "x" * 40),
    ("SECRET_KEY", "please-change-me-before-you-go-live!"),
]


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = Settings.from_env({}, tmp_path / "instance")
    assert settings.database_file() == tmp_path / "instance" / "backroom.db"
    assert (settings.port, settings.undo_seconds, settings.demo) == (8000, 300, True)
    assert settings.proxy_count == 0, "nobody's X-Forwarded-For is believed unasked"
    assert len(settings.secret_key) >= 48


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=name):
        Settings.from_env({"SECRET_KEY": KEY, name: value}, tmp_path)


def test_every_value_can_be_set(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "DATABASE_URL": "postgres://backroom:p%40ss@db.example.org:5433/shop",
            "SECRET_KEY": KEY,
            "INSTANCE": str(tmp_path / "elsewhere"),
            "HOST": "127.0.0.1",
            "PORT": "8100",
            "DEMO": "0",
            "UNDO_SECONDS": "0",
            "BASE_URL": "https://backroom.example.org/",
            "SMTP_HOST": "mail.example.org",
            "SMTP_PORT": "465",
            "SMTP_USER": "backroom",
            "SMTP_PASSWORD": "p@ss word",
            "SMTP_TLS": "tls",
            "MAIL_FROM": "Nordlicht <orders@example.org>",
            "TRUSTED_HOSTS": "backroom.example.org, 192.168.1.20",
            "PROXY_COUNT": "1",
            "MAX_UPLOAD_MB": "8",
        }
    )
    assert settings.database_url == "postgresql+psycopg://backroom:p%40ss@db.example.org:5433/shop"
    assert settings.database_file() is None
    assert settings.base_url == "https://backroom.example.org"
    assert settings.trusted_hosts == ("backroom.example.org", "192.168.1.20")
    assert settings.instance == tmp_path / "elsewhere"
    assert settings.flask_config()["MAX_CONTENT_LENGTH"] == 8 * 1024 * 1024
    for secret in (KEY, "p@ss word", "p%40ss"):
        assert secret not in repr(settings)


def test_mail_needs_a_sender(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="MAIL_FROM should be one address"):
        Settings.from_env({"SECRET_KEY": KEY, "SMTP_HOST": "mail.example.org"}, tmp_path)


def test_a_relative_sqlite_file_lies_in_the_instance_folder(tmp_path: Path) -> None:
    settings = Settings.from_env({"DATABASE_URL": "sqlite:///shop.db"}, tmp_path)
    assert settings.database_file() == tmp_path / "shop.db"
    absolute = Settings.from_env({"DATABASE_URL": f"sqlite:///{tmp_path}/there.db"}, tmp_path / "here")
    assert absolute.database_file() == tmp_path / "there.db"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WrongSetting, match="INSTANCE"):
        Settings.from_env({"INSTANCE": str(tmp_path / "file" / "instance")})


def test_the_first_run_makes_a_key_that_stays_and_that_nobody_else_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    first, second = Settings.from_env({}, folder), Settings.from_env({}, folder)
    assert first.secret_key == second.secret_key
    assert _mode(folder / "secret_key") == 0o600
    assert _mode(folder) == 0o700
    assert [file.name for file in folder.iterdir()] == ["secret_key"]


def test_what_is_written_later_is_private_too(tmp_path: Path) -> None:
    Settings.from_env({}, tmp_path)
    (tmp_path / "export.csv").write_text("somebody's address")
    assert _mode(tmp_path / "export.csv") == 0o600


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    Settings.from_env({}, tmp_path)
    (tmp_path / "secret_key").chmod(0o644)
    with pytest.raises(WrongSetting, match=r"can be read by others\. Run: chmod 600"):
        Settings.from_env({}, tmp_path)


def test_a_kept_key_that_was_emptied_is_refused(tmp_path: Path) -> None:
    Settings.from_env({}, tmp_path)
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(WrongSetting, match="should be at least 32 random characters"):
        Settings.from_env({}, tmp_path)


def test_servers_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with get_context("spawn").Pool(4) as pool:
        keys = pool.map(_key_in, [tmp_path] * 16, chunksize=1)
    assert len(set(keys)) == 1


def test_what_looks_like_a_setting_and_is_none_is_told() -> None:
    environ = {
        "BACKROOM_SMTP_HOST": "x",
        "BACKROOM_COLOUR": "red",
        "BACKROOM_TEST_DATABASE": "sqlite",
        "PATH": "/bin",
    }
    assert misspelt(environ) == [
        "BACKROOM_COLOUR is not a setting.",
        "BACKROOM_SMTP_HOST is not a setting. Did you mean SMTP_HOST?",
    ]


@pytest.mark.parametrize(
    "version", ["3.7.0", "3.40.1", "3.44.5", "3.45.1", "3.46.1", "3.50.6", "3.51.0", "3.51.2"]
)
def test_a_sqlite_that_can_lose_data_runs_without_wal_and_says_so(version: str) -> None:
    mode, sentence = journal_mode(version)
    assert mode == "DELETE"
    assert sentence is not None
    assert version in sentence


@pytest.mark.parametrize(
    "version", ["3.6.23", "3.44.6", "3.44.7", "3.50.7", "3.51.3", "3.53.4", "3.100.0", "4.0.0"]
)
def test_a_good_sqlite_runs_in_wal_mode(version: str) -> None:
    assert journal_mode(version) == ("WAL", None)


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def _key_in(folder: Path) -> str:
    return Settings.from_env({}, folder).secret_key
