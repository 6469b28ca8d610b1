"""Whatever a visitor or a document tries at the page comes to nothing."""

import json
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from assistant.intake import open_ingestion
from assistant.settings import load_settings
from tests.ui.web.wire import OPENER, PATIENCE, Wire, shown, went_wrong
from ui.web.app import launch
from ui.web.desk import Desk

ALERT = "<script>alert(1)</script>"
DOCUMENTS = {
    "title.txt": f"Отчёт {ALERT} о мосте\n\nМост через Сайхун открыли 5 мая 2024 года. {ALERT} Вот.\n",
    "<img src=x onerror=alert(1)>.txt": "Паром\n\nПаром через Сайхун закрыли 6 мая 2024 года навсегда.\n",
    "picture.md": "# Kema\n\nKema 2024-yil 7-mayda keldi. ![x](http://example.org/x.png) [y](javascript:1)\n",
    "page.html": "<html><body><h1>Ferry</h1><p>The ferry sank on 8 May 2024.<img src=http://example.org/y.png>"
    "<iframe src=http://example.org></iframe><a href='javascript:alert(2)'>more</a></p></body></html>",
    "formula.csv": "Атауы;Саны\n=cmd|' /C calc'!A0;12\nҚайық;34\n",
}
SECRET = "the-store-is-not-served"


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    folder, store = tmp_path_factory.mktemp("council"), tmp_path_factory.mktemp("store")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    (store / "secret.txt").write_text(SECRET)
    settings = load_settings(store=store, today="2025-01-01")
    with open_ingestion(settings) as ingestion:
        assert ingestion.run([folder]).added == len(DOCUMENTS)
    told: list[str] = []
    app = launch(Desk(settings), port=0, ready=told.append, block=False, max_upload="200kb")
    yield Wire(told[0])
    app.close(verbose=False)


@pytest.fixture
def session() -> str:
    return uuid.uuid4().hex[:11]


def status(
    wire: Wire, path: str, data: bytes | None = None, kind: str = "application/json"
) -> tuple[int, bytes]:
    request = urllib.request.Request(wire.address + path, data, {"Content-Type": kind})
    try:
        with OPENER.open(request, timeout=PATIENCE) as response:
            return response.status, response.read(1_000_000)
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def harmless(markup: str) -> None:
    """Nothing in it runs, and nothing in it is fetched from elsewhere."""
    tree = html.fromstring(f"<div>{markup}</div>")
    assert not tree.xpath("//script | //iframe | //object | //embed | //meta | //link | //base")
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (name, value)
            if name in ("src", "href", "action", "srcset", "poster"):
                assert re.match(r"#|data:(image|application)/|http://127\.0\.0\.1|/", value), (
                    name,
                    value,
                )


def parts_of(messages) -> list[str]:
    """The markup in what the messages bring."""
    found: list[str] = []

    def look(value) -> None:
        if isinstance(value, str):
            if "<" in value:
                found.append(value)
        elif isinstance(value, list):
            for one in value:
                look(one)
        elif isinstance(value, dict):
            for one in value.values():
                look(one)

    for message in messages:
        look((message.get("output") or {}).get("data"))
    return found


def test_an_honest_question_is_answered(wire: Wire, session: str) -> None:
    messages = wire.send(session, "k-send", "click", {"k-question": "Когда открыли мост через Сайхун?"})
    assert went_wrong(messages) == []
    assert "5 мая 2024" in shown(messages)


@pytest.mark.parametrize(
    "question",
    [
        "Когда открыли мост через Сайхун?",
        "Когда закрыли паром через Сайхун?",
        "Kema qachon keldi?",
        "When did the ferry sink?",
        "Қайық саны қанша?",
        f"{ALERT} Когда открыли мост?",
        '"><img src=x onerror=alert(1)> мост',
        "${alert(1)} {{alert(1)}} мост через Сайхун",
        "![x](http://example.org/x.png) ферри",
        "javascript:alert(1) мост",
        "мост\x00\x1b[2J\u202e через Сайхун",
        "'; DROP TABLE documents; -- мост",
        "мост " * 5000,
        "../../../etc/passwd",
    ],
)
def test_markup_of_questions_and_documents_is_text(wire: Wire, session: str, question: str) -> None:
    messages = wire.send(session, "k-send", "click", {"k-question": question})
    assert went_wrong(messages) == []
    markup = parts_of(messages)
    assert markup
    for part in markup:
        harmless(part)


@pytest.mark.parametrize("value", [None, 5, ["a"], {"a": 1}, True, "x" * 1_000_000], ids=repr)
def test_a_question_that_is_no_text_breaks_nothing(wire: Wire, session: str, value: object) -> None:
    messages = wire.send(session, "k-send", "click", {"k-question": value})
    assert "Traceback" not in json.dumps(messages)
    after = wire.send(session, "k-send", "click", {"k-question": "Когда открыли мост через Сайхун?"})
    assert "5 мая 2024" in shown(after)


FORGED = [
    {"document": "../../etc/passwd"},
    {"document": "../secret.txt"},
    {"document": "/etc/passwd"},
    {"document": ALERT},
    {"do": "open", "document": "..\\secret.txt"},
    {"turn": 10**9, "n": -1},
    {"turn": -1, "n": 1},
    {"turn": "0", "n": "1"},
    {"turn": [0], "n": {"a": 1}},
    {"do": "export", "format": "../../x", "turn": 0},
    {"do": "rate", "good": "maybe", "turn": 0, "reason": ALERT},
    {"do": "remove", "document": "../secret.txt", "name": "../secret.txt"},
    {"do": "edit", "document": "title.txt", "date": ALERT, "kind": ALERT, "title": ["x"]},
    {"do": "speak", "language": "../../ru", "tab": ALERT},
    {"name": "kind", "value": ALERT},
    {"name": ALERT, "value": {"a": []}},
    {"do": ["x"], "language": {"a": 1}, "tab": 7},
    {"more": ALERT},
    "a text",
    None,
    7,
    [1, 2],
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda value: json.dumps(value)[:60])
def test_forged_events_open_change_and_break_nothing(wire: Wire, session: str, forged: object) -> None:
    parts = [(part, kind) for kind in ("select", "input") for part in wire.events(kind)]
    assert len(parts) >= 5
    for part, kind in parts:
        messages = wire.send(session, part, kind, event_data=forged)
        assert went_wrong(messages) == [], part
        told = json.dumps(messages)
        assert SECRET not in told
        assert "root:" not in told
        assert "Traceback" not in told
        for markup in parts_of(messages):
            harmless(markup)
    messages = wire.send(session, "k-send", "click", {"k-question": "Когда открыли мост через Сайхун?"})
    assert "5 мая 2024" in shown(messages)


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../../../etc/passwd",
        "/gradio_api/file=..%2f..%2f..%2fetc%2fpasswd",
        "/gradio_api/file={store}/secret.txt",
        "/gradio_api/file={store}/catalog.sqlite3",
        "/gradio_api/file={store}/people.sqlite3",
        "/gradio_api/file=ui/web/app.py",
        "/gradio_api/file=http://example.org/x",
        "/gradio_api/proxy=http://example.org/x",
        "/gradio_api/stream/x/1/y/playlist.m3u8",
        "/static/../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../config",
        "/gradio_api/custom_component/../../etc/passwd",
        "/theme.css/../../etc/passwd",
        "/docs",
        "/openapi.json",
    ],
)
def test_no_file_is_served_by_its_path(wire: Wire, path: str) -> None:
    code, body = status(wire, path.format(store="store"))
    assert code >= 400 or b"<!doctype html>" in body[:200].lower()
    for inside in (b"root:", SECRET.encode(), b"SQLite format", b"import gradio"):
        assert inside not in body


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.txt",
        "{outside}/evil.txt",
        "..\\evil.txt",
        "evil\x00.txt",
        "a" * 300 + ".txt",
        ALERT + ".txt",
    ],
)
def test_an_upload_stays_in_its_folder(wire: Wire, name: str, tmp_path: Path) -> None:
    name = name.replace("{outside}", str(tmp_path))
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="' + name.encode() + b'"\r\n'
        b"Content-Type: text/plain\r\n\r\nevil\r\n--b--\r\n"
    )
    code, told = status(wire, "/gradio_api/upload", body, "multipart/form-data; boundary=b")
    for stored in json.loads(told) if code == 200 else ():
        assert "gradio" in stored
        assert ".." not in Path(stored).parts
        assert Path(stored).name != "passwd"
    assert not (tmp_path / "evil.txt").exists()
    assert not Path("evil.txt").exists()


def test_an_upload_beyond_the_limit_is_refused(wire: Wire) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="big.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n" + b"x" * 300_000 + b"\r\n--b--\r\n"
    )
    assert status(wire, "/gradio_api/upload", body, "multipart/form-data; boundary=b")[0] == 413


def test_another_session_shows_nothing_of_this_one(wire: Wire, session: str) -> None:
    wire.send(session, "k-send", "click", {"k-question": "Когда открыли мост через Сайхун (это мой вопрос)?"})
    for other in (uuid.uuid4().hex[:11], session[:-1], session.upper() + "x", "../" + session):
        messages = wire.send(other, "k-send", "click", {"k-question": "When did the ferry sink?"})
        assert "мой вопрос" not in json.dumps(messages, ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/gradio_api/queue/join", {"data": [], "fn_index": 9999, "session_hash": "x"}),
        ("/gradio_api/queue/join", {"data": [], "fn_index": -1, "session_hash": "x"}),
        ("/gradio_api/queue/join", {"data": [], "fn_index": "0", "session_hash": {"a": 1}}),
        ("/gradio_api/run/predict", {"data": ["x"]}),
        ("/gradio_api/call/asked", {"data": ["x"]}),
        (
            "/gradio_api/component_server",
            {"data": "x", "component_id": 1, "fn_name": "ls", "session_hash": "x"},
        ),
        ("/gradio_api/reset", {"event_id": "x"}),
        ("/gradio_api/cancel", {"session_hash": "x", "fn_index": 0, "event_id": "x"}),
    ],
)
def test_what_the_page_does_not_offer_cannot_be_called(
    wire: Wire, session: str, path: str, body: object
) -> None:
    code, told = status(wire, path, json.dumps(body).encode())
    assert b"Traceback" not in told
    assert code < 600
    messages = wire.send(session, "k-send", "click", {"k-question": "Когда открыли мост через Сайхун?"})
    assert "5 мая 2024" in shown(messages)
