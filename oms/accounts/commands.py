"""`flask accounts …`: the way in from the console, which nobody can be locked out of."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from oms.accounts.finding import find_by_email, first_owner, has_owner
from oms.accounts.hashing import hash_token, new_token
from oms.accounts.inviting import invite_owner, invite_person
from oms.accounts.limiting import forgive_all
from oms.accounts.people import add_person
from oms.accounts.roles import ROLES
from oms.core.errors import Refused
from oms.core.operations import By

cli = AppGroup("accounts", help="People: add them, and let them in.")
CONSOLE = "console"
at = click.option("--at", default="", help="The address of the server, such as http://192.168.1.20:8000.")


@cli.command("signin-hint")
@at
def signin_hint(at: str) -> None:
    """How to sign in; before there is an owner, the one-time link that makes one."""
    if has_owner():
        click.echo(f"Sign in at {_server(at)}/sign-in")
        click.echo("Forgotten the password? flask accounts reset-password YOUR@E-MAIL")
        return
    owner = first_owner()
    click.echo(
        "Nobody can sign in yet. Open this link to choose the owner's password; it works once, for 3 days:"
    )
    click.echo(_link(owner.id if owner else None, at))


@cli.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="picker", show_default=True)
@at
def add(name: str, email: str, role: str, at: str) -> None:
    """Add a person and print the link by which they choose a password."""
    try:
        link = _link(add_person(name, email, role, by=By(CONSOLE)), at)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(
        f"{name} works here now. This link lets them choose a password; it works once, for 3 days:\n{link}"
    )


@cli.command("reset-password")
@click.argument("email")
@at
def reset_password(email: str, at: str) -> None:
    """Print a link by which this person chooses a new password, and forget all failed tries."""
    person = find_by_email(email)
    if person is None:
        raise click.ClickException("Nobody here has this e-mail address.")
    try:
        link = _link(person.id, at)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    forgive_all()
    click.echo(f"This link lets {person.name} choose a new password; it works once, for 3 days:\n{link}")


def _link(user_id: int | None, at: str) -> str:
    token = new_token()
    if user_id is None:
        invite_owner(hash_token(token), by=By(CONSOLE))
    else:
        invite_person(user_id, hash_token(token), by=By(CONSOLE))
    return f"{_server(at)}/set-up/{token}"


def _server(at: str) -> str:
    settings = current_app.extensions["settings"]
    return (at or settings.base_url or "http://localhost:8000").rstrip("/")
