"""Accounts: who gets in, what is refused by name, and how often one may guess."""

import sqlite3
from pathlib import Path

import pytest

from assistant.accounts import Accounts, Attempts
from assistant.people import PEOPLE, People
from ingest.errors import KengashError

GOOD = "тўққиз харфли сўз"


def test_who_is_let_in(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    assert len(accounts) == 0
    accounts.add("aziza", GOOD)
    accounts.add("Ерлан.К", "қалың қарағай орманы")
    assert accounts.names() == ["aziza", "Ерлан.К"]
    assert accounts.admits("aziza", GOOD)
    assert Accounts(tmp_path).admits("Ерлан.К", "қалың қарағай орманы")
    for name, password in (
        ("aziza", ""),
        ("aziza", GOOD + "!"),
        ("Ерлан.К", GOOD),
        ("nobody", GOOD),
        ("", ""),
    ):
        assert not accounts.admits(name, password)
    accounts.change("aziza", "a rather long one")
    assert not accounts.admits("aziza", GOOD)
    assert accounts.admits("aziza", "a rather long one")
    accounts.remove("aziza")
    assert not accounts.admits("aziza", "a rather long one")
    assert accounts.names() == ["Ерлан.К"]


def test_no_password_is_kept(tmp_path: Path) -> None:
    Accounts(tmp_path).add("aziza", GOOD)
    Accounts(tmp_path).add("bek", GOOD)
    with sqlite3.connect(tmp_path / PEOPLE) as people:
        hashes = [row[0] for row in people.execute("select hash from accounts")]
    assert all(one.startswith("$argon2id$") for one in hashes)
    assert len(set(hashes)) == 2
    assert GOOD.encode() not in (tmp_path / PEOPLE).read_bytes()


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("aziza", "short", "weak-password"),
        ("aziza", "", "weak-password"),
        ("", GOOD, "bad-name"),
        ("a b", GOOD, "bad-name"),
        ("a/../b", GOOD, "bad-name"),
        ("<script>", GOOD, "bad-name"),
        ("x" * 65, GOOD, "bad-name"),
        ("present", GOOD, "name-taken"),
    ],
)
def test_what_makes_no_account(tmp_path: Path, name: str, password: str, code: str) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("present", GOOD)
    with pytest.raises(KengashError) as caught:
        accounts.add(name, password)
    assert caught.value.code == code
    assert accounts.names() == ["present"]


@pytest.mark.parametrize("change", [lambda a: a.remove("x"), lambda a: a.change("x", GOOD)])
def test_who_is_not_there_is_named(tmp_path: Path, change) -> None:
    with pytest.raises(KengashError) as caught:
        change(Accounts(tmp_path))
    assert (caught.value.code, caught.value.values) == ("no-account", {"name": "x"})


def test_guessing_ends_and_is_forgiven_in_time() -> None:
    now = [0.0]
    attempts = Attempts(most=3, seconds=60, clock=lambda: now[0])
    for second in range(3):
        assert not attempts.exhausted("aziza")
        now[0] = float(second)
        attempts.fail("aziza")
    assert attempts.exhausted("aziza")
    assert not attempts.exhausted("bek")
    now[0] = 60.5
    assert not attempts.exhausted("aziza")
    attempts.fail("bek")
    attempts.succeed("bek")
    assert not attempts.exhausted("bek")


def test_a_store_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for kept in (Accounts, People):
        with pytest.raises(KengashError) as caught:
            kept(tmp_path / "file" / "store")
        assert caught.value.code == "store-unusable"
