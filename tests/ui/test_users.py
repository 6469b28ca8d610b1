"""`kengash users`: accounts from the command line."""

import json
from pathlib import Path

from assistant.accounts import Accounts
from tests.ui.conftest import Kengash

PASSWORD = "a rather long one"


def test_accounts_come_change_and_go(kengash: Kengash, tmp_path: Path) -> None:
    def users(*words: str, stdin: str | None = None):
        return kengash("users", *words, "--store", tmp_path, stdin=stdin)

    assert users("list", "--json").stdout == '{"users": []}\n'
    assert users("add", "aziza", stdin=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert users("add", "ерлан", "--password-stdin", stdin=f"{PASSWORD}\n").exit_code == 0
    assert json.loads(users("list", "--json").stdout) == {"users": ["aziza", "ерлан"]}
    assert users("list").stdout.split() == ["aziza", "ерлан"]
    assert Accounts(tmp_path).admits("aziza", PASSWORD)
    assert users("password", "aziza", "--password-stdin", stdin="another long one\n").exit_code == 0
    assert Accounts(tmp_path).admits("aziza", "another long one")
    assert users("remove", "ерлан").exit_code == 0
    assert Accounts(tmp_path).names() == ["aziza"]


def test_what_is_wrong_is_said(kengash: Kengash, tmp_path: Path) -> None:
    for words, stdin, told in (
        (("add", "aziza", "--password-stdin"), "short\n", "10"),
        (("add", "a b", "--password-stdin"), f"{PASSWORD}\n", "a b"),
        (("remove", "nobody"), None, "nobody"),
        (("password", "nobody", "--password-stdin"), f"{PASSWORD}\n", "nobody"),
    ):
        result = kengash("users", *words, "--store", tmp_path, stdin=stdin)
        assert result.exit_code == 1
        assert told in result.stderr
        assert PASSWORD not in result.output


def test_the_password_is_never_printed(kengash: Kengash, tmp_path: Path) -> None:
    result = kengash("users", "add", "aziza", "--store", tmp_path, stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert PASSWORD not in result.output
