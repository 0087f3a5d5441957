"""Every setting, its default, and the environment variable that changes it: its name in capitals."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from oms.core.postgres import reaching
from oms.secret_key import find_key

INSTANCE = Path(__file__).resolve().parent.parent / "instance"
PREFIX, FOR_TESTS = "BACKROOM_", "BACKROOM_TEST_"
EVERYWHERE = "0.0.0.0"  # noqa: S104 — the tablets on the floor have to reach it
DRIVERS = ("sqlite", "postgresql+psycopg")


class WrongSetting(Exception):
    """A variable that cannot be used as it stands; the text names it and says what it should look like."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose. Mail is off as long as there is no SMTP_HOST."""

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    instance: Path
    host: str = EVERYWHERE
    port: int = 8000
    demo: bool = True
    undo_seconds: int = 300
    base_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: str = "starttls"
    mail_from: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxy_count: int = 0
    max_upload_mb: int = 64
    allow_local_channels: bool = False

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, instance: Path | None = None) -> Settings:
        """Read the environment, or raise WrongSetting. Makes `instance` and its secret key on the first run.

        From here on, whatever this program writes is readable for nobody else on the machine.
        """
        env = os.environ if environ is None else environ
        os.umask(0o077)
        instance = instance or Path(env.get("INSTANCE") or INSTANCE).absolute()
        _open_folder(instance)
        return cls(
            database_url=_database_url(env, instance),
            secret_key=_secret_key(env, instance),
            instance=instance,
            host=_host(env, "HOST") or EVERYWHERE,
            port=_number(env, "PORT", 8000, 1, 65_535),
            demo=_choice(env, "DEMO", "1", ("1", "0")) == "1",
            undo_seconds=_number(env, "UNDO_SECONDS", 300, 0, 86_400),
            base_url=_url(env, "BASE_URL"),
            smtp_host=_host(env, "SMTP_HOST"),
            smtp_port=_number(env, "SMTP_PORT", 587, 1, 65_535),
            smtp_user=env.get("SMTP_USER", ""),
            smtp_password=_smtp_password(env),
            smtp_tls=_choice(env, "SMTP_TLS", "starttls", ("none", "starttls", "tls")),
            mail_from=_mail_from(env),
            trusted_hosts=_trusted_hosts(env),
            proxy_count=_number(env, "PROXY_COUNT", 0, 0, 5),
            max_upload_mb=_number(env, "MAX_UPLOAD_MB", 64, 1, 1024),
            allow_local_channels=_choice(env, "ALLOW_LOCAL_CHANNELS", "0", ("1", "0")) == "1",
        )

    def flask_config(self) -> dict[str, Any]:
        """The same, under the names that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self._engine_options(),
            "MAX_CONTENT_LENGTH": self.max_upload_mb * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "TRUSTED_HOSTS": list(self.trusted_hosts) or None,
            "WTF_CSRF_TIME_LIMIT": None,
            "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
        }

    def database_file(self) -> Path | None:
        """Where SQLite keeps the shop; PostgreSQL keeps it itself."""
        url = make_url(self.database_url)
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    def _engine_options(self) -> dict[str, Any]:
        options = {"hide_parameters": True, "pool_size": 10, "max_overflow": 10}
        if self.database_file() is None:
            return options | {"pool_pre_ping": True, "connect_args": reaching(make_url(self.database_url))}
        from oms.core.sqlite import MODULE  # noqa: PLC0415 — PostgreSQL shops need no SQLite

        return options | {"module": MODULE}


def misspelt(environ: Mapping[str, str]) -> list[str]:
    """A sentence for every variable that looks like ours and is none, lest somebody trusts in it."""
    names = [one.name.upper() for one in fields(Settings)]
    sentences = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and not name.startswith(FOR_TESTS):
            near = get_close_matches(name.removeprefix(PREFIX), names, 1)
            sentences.append(f"{name} is not a setting." + (f" Did you mean {near[0]}?" if near else ""))
    return sentences


def _open_folder(instance: Path) -> None:
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(
            f"INSTANCE should be a folder to write in; {instance}: {error.strerror}."
        ) from error
    with suppress(PermissionError):  # it is somebody else's folder, and they decide
        instance.chmod(0o700)


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    text = env.get("DATABASE_URL") or "sqlite:///backroom.db"
    for short in ("postgres://", "postgresql://"):
        if text.startswith(short):
            text = text.replace(short, "postgresql+psycopg://", 1)
    url = _parsed(text)
    if url is None or url.drivername not in DRIVERS or not url.database or url.database == ":memory:":
        raise WrongSetting(
            "DATABASE_URL should look like postgresql://user:password@host/name or sqlite:////path/to/file."
        )
    if url.drivername == "sqlite":
        url = url.set(database=str(instance / url.database))
    return url.render_as_string(hide_password=False)


def _parsed(text: str) -> URL | None:
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        return None


def _secret_key(env: Mapping[str, str], instance: Path) -> str:
    key, wrong = find_key(env.get("SECRET_KEY"), instance / "secret_key")
    if wrong:
        raise WrongSetting(wrong)
    return key


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise WrongSetting(f"{name} should be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _choice(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    text = env.get(name, "") or default
    if text not in allowed:
        raise WrongSetting(f"{name} should be one of {', '.join(allowed)}, not {text!r}.")
    return text


def _url(env: Mapping[str, str], name: str) -> str:
    text = env.get(name, "").rstrip("/")
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        good = False
    if text and not good:
        raise WrongSetting(f"{name} should look like https://backroom.example.org, not {text!r}.")
    return text


def _host(env: Mapping[str, str], name: str) -> str:
    text = env.get(name, "")
    if "/" in text or "@" in text or any(letter.isspace() for letter in text):
        raise WrongSetting(
            f"{name} should be a name or an address, such as server.example.org, not {text!r}."
        )
    return text


def _trusted_hosts(env: Mapping[str, str]) -> tuple[str, ...]:
    text = env.get("TRUSTED_HOSTS", "")
    if "/" in text:
        raise WrongSetting(
            f"TRUSTED_HOSTS should be names without http://, with commas between, not {text!r}."
        )
    return tuple(text.replace(",", " ").split())


def _smtp_password(env: Mapping[str, str]) -> str:
    if bool(env.get("SMTP_USER")) != bool(env.get("SMTP_PASSWORD")):
        raise WrongSetting("SMTP_USER and SMTP_PASSWORD should both be set, or neither.")
    return env.get("SMTP_PASSWORD", "")


def _mail_from(env: Mapping[str, str]) -> str:
    text = env.get("MAIL_FROM", "")
    addresses = [address for _, address in getaddresses([text])]
    good = len(addresses) == 1 and "@" in addresses[0] and text.isprintable()
    if not good and (text or env.get("SMTP_HOST")):
        raise WrongSetting(f"MAIL_FROM should be one address, such as orders@example.org, not {text!r}.")
    return text
