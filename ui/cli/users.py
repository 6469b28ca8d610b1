"""`users`: who may come in when the page is open to others."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import options as o
from ui.cli.console import err, out, say_json
from ui.cli.opening import settings_for
from ui.cli.words import command_texts

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.accounts import Accounts

t = command_texts()
Name = Annotated[str, typer.Argument(help=t("help.users.who"))]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help=t("help.users.stdin"))]

users = typer.Typer(help=t("help.users"), no_args_is_help=True, rich_markup_mode=None)


@users.command("add", help=t("help.users.add"))
def add(name: Name, from_stdin: FromStdin = False, store: o.Store = None) -> None:
    """Let somebody in."""
    accounts_of(store).add(name, password(from_stdin))
    err().print(t("users.added", name=name))


@users.command("password", help=t("help.users.password"))
def change(name: Name, from_stdin: FromStdin = False, store: o.Store = None) -> None:
    """Give somebody another password."""
    accounts_of(store).change(name, password(from_stdin))
    err().print(t("users.changed", name=name))


@users.command("remove", help=t("help.users.remove"))
def remove(name: Name, store: o.Store = None) -> None:
    """Let somebody in no longer."""
    accounts_of(store).remove(name)
    err().print(t("users.removed", name=name))


@users.command("list", help=t("help.users.list"))
def listed(store: o.Store = None, as_json: o.Json = False) -> None:
    """All names."""
    names = accounts_of(store).names()
    if as_json:
        say_json({"users": names})
        return
    for name in names or [t("users.none")]:
        out().print(name)


def accounts_of(store: "Path | None") -> "Accounts":
    """The accounts of the store."""
    from assistant.accounts import Accounts

    return Accounts(settings_for(store).store)


def password(from_stdin: bool) -> str:
    """What is typed, twice and unseen, or the first line of stdin."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt(
        t("users.prompt"),
        hide_input=True,
        confirmation_prompt=t("users.again"),
        err=True,
    )
    return typed


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(users, name="users")
