"""At the door: on an address that others can reach nothing is shown before a name and a password."""

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest

from assistant.accounts import Accounts, Attempts
from assistant.settings import load_settings
from ingest.errors import KengashError
from tests.ui.web.fakes import FakeService
from ui.web.app import launch
from ui.web.door import TRIES_PER_ADDRESS, TRIES_PER_NAME, admission, is_loopback
from ui.web.serving import run

PASSWORD = "a rather long one"


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    accounts = Accounts(tmp_path)
    accounts.add("aziza", PASSWORD)
    service, told = FakeService.make(), []
    app = launch(service, port=0, ready=told.append, block=False, admits=admission(accounts))
    yield told[0].rstrip("/")
    service.gate.set()
    app.close(verbose=False)


class Visitor:
    """A browser without a face: keeps its cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def status(self, path: str, data: bytes | None = None, kind: str = "application/json") -> int:
        request = urllib.request.Request(self.address + path, data, {"Content-Type": kind})
        try:
            with self._opener.open(request, timeout=20) as response:
                response.read(2_000_000)
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code

    def sign_in(self, name: str, password: str) -> int:
        form = urllib.parse.urlencode({"username": name, "password": password}).encode()
        return self.status("/login", form, "application/x-www-form-urlencoded")


INSIDE = [
    ("/config", None),
    ("/gradio_api/info", None),
    ("/gradio_api/queue/join", json.dumps({"data": [], "fn_index": 0, "session_hash": "x"}).encode()),
    ("/gradio_api/queue/data?session_hash=x", None),
    ("/gradio_api/run/predict", json.dumps({"data": [], "fn_index": 0}).encode()),
    ("/gradio_api/upload", b"--x\r\n"),
    ("/gradio_api/file=/etc/passwd", None),
]


@pytest.mark.parametrize(("path", "data"), INSIDE, ids=[path for path, _ in INSIDE])
def test_nothing_is_told_to_strangers(guarded: str, path: str, data: bytes | None) -> None:
    assert Visitor(guarded).status(path, data) in (401, 403, 404, 405)


def test_the_page_shows_a_stranger_no_document(guarded: str) -> None:
    with urllib.request.urlopen(guarded, timeout=20) as response:
        page = response.read().decode()
    for entry in FakeService.make().documents():
        assert not entry.title or entry.title not in page
        assert entry.name not in page


def test_name_and_password_open_it(guarded: str) -> None:
    visitor = Visitor(guarded)
    for name, password in (("aziza", "wrong"), ("nobody", PASSWORD), ("", ""), ("aziza' --", PASSWORD)):
        assert visitor.sign_in(name, password) in (400, 422)
        assert visitor.status("/config") == 401
    assert visitor.sign_in("aziza", PASSWORD) == 200
    assert visitor.status("/config") == 200
    assert Visitor(guarded).status("/config") == 401


def test_guessing_for_one_name_ends(guarded: str) -> None:
    visitor = Visitor(guarded)
    assert {visitor.sign_in("aziza", f"guess {n}") for n in range(TRIES_PER_NAME)} == {400}
    assert visitor.sign_in("aziza", PASSWORD) == 400
    assert visitor.status("/config") == 401


def test_guessing_from_one_address_ends(guarded: str) -> None:
    visitor = Visitor(guarded)
    said = [visitor.sign_in(f"name-{n}", "guess") for n in range(TRIES_PER_ADDRESS + 1)]
    assert said == [400] * TRIES_PER_ADDRESS + [429]
    assert visitor.sign_in("aziza", PASSWORD) == 429


def test_without_accounts_it_stays_on_this_machine(tmp_path: Path) -> None:
    settings = load_settings(store=tmp_path / "store")
    with pytest.raises(KengashError) as caught:
        run(settings, host="0.0.0.0", port=0, documents=[], say=print)
    assert (caught.value.code, caught.value.values) == ("no-accounts", {"host": "0.0.0.0"})


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.9.9.9", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("kengash.example", False),
        ("localhost.example", False),
    ],
)
def test_which_addresses_others_can_reach(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_attempts_are_counted_for_a_name_however_it_is_written(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("aziza", PASSWORD)
    admits = admission(accounts, Attempts(2, 60))
    with ThreadPoolExecutor(1) as elsewhere:  # where no browser's event loop runs
        for name, password in (("aziza", "x"), (" AZIZA ", "x"), ("aziza", PASSWORD)):
            assert not elsewhere.submit(anyio.run, admits, name, password).result()
