"""A newcomer's first quarter of an hour, in real Chromium over the real sample archive.

The pictures are kept in the test's temporary folder.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.assistant import Assistant
from assistant.settings import load_settings
from tests.ui.web.conftest import DESKTOP, PHONE, RU, Open, ask, whole
from ui.texts import Texts
from ui.web.app import launch
from ui.web.desk import Desk

pytestmark = pytest.mark.browser

QUESTIONS = (
    "С какой даты линия 1147 стала круглосуточной?",
    "Baysaradagi oilalarga ijtimoiy hamrohlik xizmati qachondan beri ishlayapti?",
    "2022 жылы қандай құжат қабылданды?",
)
REPORT = (
    "Отчёт о мосте\n\nМост через реку Сайхун открыли 5 мая 2026 года. Строила его артель «Темир йул», "
    "работы стоили 740 тысяч сарынов.\n"
)


@pytest.fixture
def address(sample: Assistant, tmp_path: Path) -> Iterator[str]:
    """The page as `make chat` opens it on an empty store, the sample having been read before."""
    shutil.copytree(sample.settings.store, tmp_path / "store-sample")
    desk = Desk(load_settings(store=tmp_path / "store"))
    told: list[str] = []
    app = launch(desk, port=0, ready=told.append, block=False)
    yield told[0]
    app.close(verbose=False)


@dataclass
class Newcomer:
    """Somebody who has just come, and the pictures of what was seen."""

    page: Page
    folder: Path
    seen: int = 0

    def keep(self, name: str) -> None:
        self.seen += 1
        self.page.screenshot(path=str(self.folder / f"{self.seen:02}-{name}.png"))

    def opens(self, tab: str) -> None:
        self.page.locator(f'nav [data-tab="{tab}"]').click()
        expect(self.page.locator(f"#k-{tab}")).to_be_visible()

    def takes(self, selector: str) -> Path:
        with self.page.expect_download() as file:
            self.page.locator(selector).click()
        return Path(file.value.path())


def asks_and_follows_to_a_pdf(one: Newcomer) -> None:
    page = one.page
    for turn, question in enumerate(QUESTIONS):
        ask(page, question)
        whole(page, turn)
        expect(page.locator(f'.k-turn[data-turn="{turn}"] .k-answer')).to_be_visible()
        one.keep(f"answer-{turn}")
    chips = page.locator(".k-turn .k-body .k-chip")
    for n in range(chips.count()):
        chips.nth(n).click()
        expect(chips.nth(n)).to_have_attribute("aria-pressed", "true")
        if page.locator(".k-sheet").count():
            break
    expect(page.locator(".k-sheet img")).to_be_visible()
    expect(page.locator(".k-sheet .k-box").first).to_be_in_viewport()
    one.keep("pdf")
    page.get_by_role("button", name=RU("source.as_text")).click()
    expect(page.locator(".k-document mark").first).to_be_visible()


def checks_a_claim(one: Newcomer) -> None:
    one.opens("check")
    one.page.locator("#k-claims textarea").fill("Совет сообществ Долины учреждён 19 мая 2021 года.")
    one.page.locator("#k-check-send").click()
    expect(one.page.locator(".k-claim")).to_have_count(1)
    expect(one.page.locator(".k-evidence .k-short")).to_be_visible()
    one.keep("check")


def finds_an_event(one: Newcomer) -> None:
    one.opens("timeline")
    expect(one.page.locator(".k-event").first).to_be_visible()
    one.page.locator("#k-event-search :is(input, textarea)").press_sequentially("Тельмезар")
    expect(one.page.locator(".k-event").first).to_contain_text("Тельмезар")
    one.page.locator(".k-event .k-chip").first.click()
    expect(one.page.locator(".k-document :is(mark, .k-box, img)").first).to_be_visible()
    one.keep("timeline")


def reads_the_brief(one: Newcomer) -> None:
    one.opens("newcomer")
    expect(one.page.locator(".k-brief li").first).to_be_visible()
    expect(one.page.locator(".k-terms > div").first).to_be_visible()
    assert one.takes("#k-brief [data-do=export][data-to=docx]").read_bytes()[:2] == b"PK"
    one.keep("newcomer")
    one.opens("quality")
    expect(one.page.locator(".k-figures").first).to_be_visible()
    one.keep("quality")


def adds_a_document_and_asks_about_it(one: Newcomer) -> None:
    page = one.page
    one.opens("documents")
    report = one.folder / "Отчёт о мосте.txt"
    report.write_text(REPORT, "utf-8")
    page.locator("#k-upload input[type=file]").set_input_files([report])
    expect(page.locator(".k-report")).to_contain_text(RU("documents.done", added=1, replaced=0, unchanged=0))
    expect(page.locator("#k-table")).to_contain_text("Отчёт о мосте")
    expect(page.locator(".k-banner")).to_have_count(0)
    one.keep("documents")
    one.opens("ask")
    ask(page, "Когда открыли мост через реку Сайхун?")
    whole(page, 3)
    expect(page.locator('.k-turn[data-turn="3"] .k-short')).to_contain_text("5 мая 2026")
    expect(page.locator(".k-document mark").first).to_contain_text("Сайхун")
    answer = one.takes('.k-turn[data-turn="3"] [data-do=export][data-to=markdown]')
    assert "Сайхун" in answer.read_text("utf-8")


def switches_language(one: Newcomer) -> None:
    english = Texts.load("en")
    one.page.get_by_role("button", name="English").click()
    expect(one.page.locator("#k-send")).to_have_text(english("ask.send"))
    expect(one.page.locator('.k-turn[data-turn="3"] .k-tools')).to_contain_text(english("ask.copy"))
    one.keep("english")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_newcomer(visit: Open, size: tuple[int, int], tmp_path: Path) -> None:
    one = Newcomer(visit(size), tmp_path)
    one.page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    try:
        for step in (
            asks_and_follows_to_a_pdf,
            checks_a_claim,
            finds_an_event,
            reads_the_brief,
            adds_a_document_and_asks_about_it,
            switches_language,
        ):
            step(one)
    finally:
        expect.set_options(timeout=5_000)
