"""What holds on every tab: languages, keyboard, visitors kept apart, nothing served but the page."""

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from ingest.errors import KengashError
from tests.ui.web.conftest import RU, Open, ask, whole
from tests.ui.web.fakes import HOSTILE, ORDER, FakeService
from ui.texts import Texts
from ui.web.app import launch

pytestmark = pytest.mark.browser


def test_languages(visit: Open) -> None:
    page = visit()
    ask(page, "кто исполнял обязанности?")
    whole(page)
    for name, code, section in [
        ("English", "en", "Documents"),
        ("Oʻzbekcha", "uz", "Hujjatlar"),
        ("Қазақша", "kk", "Құжаттар"),
    ]:
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=section, exact=True)).to_be_visible()
        texts = Texts.load(code)
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator("#k-question textarea")).to_have_attribute(
            "placeholder", texts("ask.placeholder")
        )
        expect(page.locator("#k-send")).to_have_text(texts("ask.send"))
        expect(page.locator(".k-bar")).to_contain_text(texts("source.next"))
        expect(page.locator(".k-short")).to_have_text("Лола Айматова")  # the talk goes on
    page.reload()
    expect(page.locator("#k-send")).to_have_text(Texts.load("kk")("ask.send"))


def test_words_of_a_document_are_never_acted_upon(visit: Open) -> None:
    page = visit()
    ask(page, HOSTILE + " letter")
    whole(page)
    page.get_by_role("button", name="Документы", exact=True).click()
    page.locator("#k-search input, #k-search textarea").press_sequentially(
        '<img src=x onerror="window.stolen=1">'
    )
    expect(page.locator("#k-table .k-notice")).to_be_visible()
    expect(page.locator("mark")).to_have_text("Dear Council, " + HOSTILE)
    assert page.evaluate("window.stolen") is None
    assert page.locator(".gradio-container :is(.html-container) :is(img, script, iframe, svg)").count() == 0


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit()
    page.locator("#k-question textarea").focus()
    page.keyboard.type("кто исполнял обязанности?")
    page.keyboard.press("Enter")
    whole(page)
    page.locator(".k-body .k-chip").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(ORDER)
    expect(page.locator("#k-live")).to_contain_text(RU("ask.answered", count=2))


def test_visitors_do_not_see_each_other_and_nothing_stays_in_the_browser(
    visit: Open, service: FakeService
) -> None:
    one, two = visit(), visit()
    ask(one, "тайна: обязанности")
    whole(one)
    ask(two, "Сколько стоит луна?")
    whole(two)
    expect(two.locator(".k-turn")).to_have_count(1)
    assert "тайна" not in two.content()
    ids = {conversation for _, conversation, _ in service.asked}
    assert len(ids) == 2 and None not in ids
    kept = one.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
            (await indexedDB.databases()).map((each) => each.name)])"""
    )
    assert "тайна" not in kept and "Айматова" not in kept
    assert json.loads(kept)[3] == []
    one.reload()
    expect(one.locator(".k-welcome")).to_be_visible()
    expect(one.locator(".k-turn")).to_have_count(0)


def test_dark(visit: Open) -> None:
    page = visit(scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 29)"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
        == "rgb(20, 25, 29)"
    )


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/passwd",
        "gradio_api/file=../../pyproject.toml",
        "gradio_api/file=pyproject.toml",
        "file=/etc/passwd",
        "static/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "docs",
        "openapi.json",
        "monitoring",
    ],
)
def test_nothing_but_the_page_is_served(address: str, path: str) -> None:
    try:
        with urllib.request.urlopen(address + path, timeout=10) as answer:
            body = answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        assert error.code in {401, 403, 404, 405}
    else:
        assert "root:" not in body and "[project]" not in body and "swagger" not in body.lower()


def test_no_event_can_be_called_from_outside(address: str) -> None:
    with urllib.request.urlopen(address + "gradio_api/info", timeout=10) as answer:
        info = json.loads(answer.read())
    assert info["named_endpoints"] == {} and info["unnamed_endpoints"] == {}


def test_a_proxy_in_the_environment_does_not_matter(
    monkeypatch: pytest.MonkeyPatch, service: FakeService
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    told: list[str] = []
    app = launch(service, port=0, ready=told.append, block=False)
    app.close(verbose=False)
    assert len(told) == 1


def test_a_port_that_is_taken_is_told(address: str, service: FakeService) -> None:
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(KengashError, match="port-taken"):
        launch(service, port=port, block=False)
