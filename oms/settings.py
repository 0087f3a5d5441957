"""Every setting, its default, and the environment variable that changes it."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SHORTEST_KEY = 32
INSTANCE = Path(__file__).resolve().parent.parent / "instance"


class WrongSetting(Exception):
    """A variable that cannot be used as it stands; the text names it and says what it should look like."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose. Mail is off as long as there is no SMTP_HOST."""

    database_url: str
    secret_key: str
    instance: Path
    undo_seconds: int = 300
    base_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: str = "starttls"
    mail_from: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxy_count: int = 0
    max_upload_mb: int = 64

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, instance: Path = INSTANCE) -> Settings:
        """Read the environment, or raise WrongSetting. Makes `instance` and its secret key on the first run."""
        env = os.environ if environ is None else environ
        os.umask(0o077)
        instance.mkdir(parents=True, exist_ok=True)
        return cls(
            database_url=_database_url(env, instance),
            secret_key=_secret_key(env, instance),
            instance=instance,
            undo_seconds=_number(env, "UNDO_SECONDS", 300, 0, 86_400),
            base_url=_url(env, "BASE_URL"),
            smtp_host=env.get("SMTP_HOST", ""),
            smtp_port=_number(env, "SMTP_PORT", 587, 1, 65_535),
            smtp_user=env.get("SMTP_USER", ""),
            smtp_password=env.get("SMTP_PASSWORD", ""),
            smtp_tls=_choice(env, "SMTP_TLS", "starttls", ("none", "starttls", "tls")),
            mail_from=_mail_from(env),
            trusted_hosts=tuple(filter(None, env.get("TRUSTED_HOSTS", "").replace(",", " ").split())),
            proxy_count=_number(env, "PROXY_COUNT", 0, 0, 5),
            max_upload_mb=_number(env, "MAX_UPLOAD_MB", 64, 1, 1024),
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

    def _engine_options(self) -> dict[str, Any]:
        if not self.database_url.startswith("sqlite"):
            return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}
        from oms.core.sqlite import MODULE  # noqa: PLC0415 — PostgreSQL shops need no SQLite

        return {"module": MODULE, "pool_size": 10, "max_overflow": 10}


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    text = env.get("DATABASE_URL") or f"sqlite:///{instance / 'backroom.db'}"
    text = text.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        driver = make_url(text).get_backend_name()
    except ArgumentError:
        driver = ""
    if driver not in {"sqlite", "postgresql"}:
        raise WrongSetting("DATABASE_URL should look like postgresql://user:password@host/name or sqlite:////path/file.")
    return text


def _secret_key(env: Mapping[str, str], instance: Path) -> str:
    if "SECRET_KEY" in env:
        key, name = env["SECRET_KEY"], "SECRET_KEY"
    else:
        key, name = _kept_key(instance / "secret_key"), f"The key in {instance / 'secret_key'}"
    if len(key) < SHORTEST_KEY:
        raise WrongSetting(f"{name} is too short: at least {SHORTEST_KEY} random characters.")
    return key


def _kept_key(file: Path) -> str:
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(48))
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WrongSetting(f"{file} can be read by others. Run: chmod 600 {file}")
    return file.read_text().strip()


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
    if text and not text.startswith(("http://", "https://")):
        raise WrongSetting(f"{name} should look like https://backroom.example.org, not {text!r}.")
    return text


def _mail_from(env: Mapping[str, str]) -> str:
    text = env.get("MAIL_FROM", "")
    if env.get("SMTP_HOST") and "@" not in text:
        raise WrongSetting("MAIL_FROM should be an address such as orders@example.org, since SMTP_HOST is set.")
    return text
