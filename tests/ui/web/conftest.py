"""The page in real Chromium: visitors, and what must never happen to them."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.web.fakes import FakeService
from ui.texts import Texts
from ui.web.app import launch

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]
DESKTOP, PHONE = (1320, 860), (390, 844)
RU = Texts.load("ru")
CUT_OFF = re.compile(r"signal is aborted|Connection errored out")
"""What Gradio says of requests that were under way when a page was loaded anew or closed."""
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def service() -> FakeService:
    return FakeService.make()


@pytest.fixture
def address(service: FakeService) -> Iterator[str]:
    told: list[str] = []
    app = launch(service, port=0, ready=told.append, block=False)
    yield told[0]
    service.gate.set()
    app.close(verbose=False)


@pytest.fixture
def visit(browser: Browser, address: str, tmp_path: Path) -> Iterator[Open]:
    """Open the page as a new visitor; at the end nothing may have gone wrong or outside."""
    asked: list[str] = []
    complaints: list[str] = []
    pages: list[Page] = []

    def visit(size: tuple[int, int] = DESKTOP, query: str = "", scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale="ru-RU",  # type: ignore[arg-type]
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None,
        )
        page.goto(address + query)
        expect(page.locator(".k-welcome, .k-notice").first).to_be_visible()
        expect(page.locator("body")).to_have_attribute("data-tab", "ask")
        pages.append(page)
        return page

    yield visit
    for number, page in enumerate(pages):
        page.screenshot(path=str(tmp_path / f"end-{number}.png"))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "scrolls sideways"
        page.context.close()
    assert [one for one in complaints if not CUT_OFF.search(one)] == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def ask(page: Page, question: str) -> None:
    page.locator("#k-question textarea").fill(question)
    page.locator("#k-send").click()


def whole(page: Page, turn: int = 0) -> None:
    """Wait for a whole answer."""
    expect(page.locator(f'.k-turn[data-turn="{turn}"]')).to_have_attribute("aria-busy", "false")
    expect(page.locator("#k-send")).to_be_visible()
