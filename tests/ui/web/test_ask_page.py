"""Ask, in the browser."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from index.filters import Filters
from tests.ui.web.conftest import DESKTOP, PHONE, RU, Open, ask, whole
from tests.ui.web.fakes import ACTING, ORDER, FakeService
from ui.texts import Texts
from ui.web.picture import PagePicture

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_ask_and_follow_the_citations(visit: Open, service: FakeService, size: tuple[int, int]) -> None:
    page = visit(size)
    service.gate.clear()
    ask(page, "ждите: кто исполнял обязанности?")
    turn = page.locator('.k-turn[data-turn="0"]')
    expect(turn.locator(".k-body .k-chip")).to_have_count(1)  # streamed: the first sentence is there
    expect(turn).to_have_attribute("aria-busy", "true")
    expect(page.locator("#k-question textarea")).to_have_value("")
    service.gate.set()
    whole(page)
    expect(turn.locator(".k-body .k-chip")).to_have_count(2)
    expect(turn.locator(".k-short")).to_have_text("Лола Айматова")
    expect(page.locator("mark")).to_have_text(ACTING)
    expect(page.locator(".k-bar")).to_contain_text("1 из 2")
    turn.locator(".k-body .k-chip").nth(1).click()
    expect(page.locator("mark")).to_have_text(ORDER)
    expect(page.locator("mark")).to_be_in_viewport()
    expect(page.locator(".k-pane h2")).to_have_text("Устав Совета")
    expect(turn.locator(".k-body .k-chip.k-open")).to_have_text("2")
    page.get_by_role("button", name="предыдущая").click()
    expect(page.locator("mark")).to_have_text(ACTING)
    expect(page.locator(".k-body .k-chip.k-open")).to_have_text("1")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_press_on_the_open_number_goes_back_to_its_quote(visit: Open, size: tuple[int, int]) -> None:
    page = visit(size)
    ask(page, "кто исполнял обязанности?")
    whole(page)
    chip = page.locator(".k-body .k-chip").first
    expect(chip).to_have_class("k-chip k-open")
    page.locator(".k-document").evaluate("part => { part.scrollTop = part.scrollHeight }")
    page.evaluate("window.scrollTo(0, 0)")
    chip.click()
    expect(page.locator("mark")).to_be_in_viewport()
    shown = page.locator(".k-document").bounding_box()
    mark = page.locator("mark").bounding_box()
    assert shown is not None
    assert mark is not None
    assert shown["y"] - 1 <= mark["y"] <= shown["y"] + shown["height"]


def test_an_example_is_asked_by_a_click_and_understanding_can_be_corrected(
    visit: Open, service: FakeService
) -> None:
    page = visit()
    page.get_by_role("button", name="Кто исполнял обязанности председателя?").click()
    whole(page)
    assert [question for question, _, _ in service.asked] == ["Кто исполнял обязанности председателя?"]
    page.get_by_role("button", name="исправить").click()
    expect(page.locator("#k-question textarea")).to_have_value(
        "Кто исполнял обязанности председателя Совета после Рустана Коргулова?"
    )


def test_refusal_error_and_surprise_each_say_what_to_do(visit: Open) -> None:
    page = visit()
    for turn, (question, style, words) in enumerate(
        [
            ("Сколько стоит луна?", ".k-abstained", RU("ask.advice")),
            ("сломайся", ".k-error", "kengash ingest"),
            ("упади", ".k-error", RU("error.unexpected")),
            ("кто исполнял обязанности?", ".k-answer", "Лола Айматова"),
        ]
    ):
        ask(page, question)
        whole(page, turn)
        expect(page.locator(f'.k-turn[data-turn="{turn}"] {style}')).to_contain_text(words)


def test_a_question_sent_while_the_page_loads_is_not_drawn_over(visit: Open, service: FakeService) -> None:
    service.opening.clear()
    page = visit()
    ask(page, "кто исполнял обязанности?")
    expect(page.locator("body[data-loaded]")).to_have_count(1)
    whole(page)
    expect(page.locator(".k-turn .k-short")).to_have_text("Лола Айматова")
    expect(page.locator(".k-welcome")).to_have_count(0)


def test_an_answer_goes_on_while_the_language_changes(visit: Open, service: FakeService) -> None:
    page = visit()
    service.gate.clear()
    ask(page, "ждите")
    expect(page.locator(".k-body .k-chip")).to_have_count(1)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#k-send")).to_have_text(Texts.load("en")("ask.send"))
    service.gate.set()
    whole(page)
    expect(page.locator(".k-body .k-chip")).to_have_count(2)


def test_stop(visit: Open, service: FakeService) -> None:
    page = visit()
    service.gate.clear()
    ask(page, "ждите")
    expect(page.locator(".k-body .k-chip")).to_have_count(1)
    page.locator("#k-stop").click()
    whole(page)
    expect(page.locator(".k-turn")).to_contain_text(RU("ask.stopped"))
    expect(page.locator(".k-toast")).to_have_count(0)
    service.gate.set()
    ask(page, "кто исполнял обязанности?")
    whole(page, 1)
    expect(page.locator('.k-turn[data-turn="0"] .k-body .k-chip')).to_have_count(1)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_later_question_goes_to_the_top(visit: Open, size: tuple[int, int]) -> None:
    page = visit(size)
    for turn in range(3):
        ask(page, "кто исполнял обязанности?")
        whole(page, turn)
    expect(page.locator('.k-turn[data-turn="2"] .k-question')).to_be_in_viewport()
    expect(page.locator('.k-turn[data-turn="2"] .k-short')).to_be_in_viewport()
    expect(page.locator('.k-turn[data-turn="1"] .k-short')).not_to_be_in_viewport()


def test_filters_reach_the_search_and_stay_in_sight(visit: Open, service: FakeService) -> None:
    page = visit(PHONE)
    # Nobody chooses in the moment before the page listens.
    expect(page.locator('[data-live] select[data-filter="date"]')).to_be_visible()
    page.locator('select[data-filter="date"]').select_option("2024")
    expect(page.locator(".k-filter.k-on")).to_have_count(1)
    expect(page.locator("#k-filters .k-count")).to_have_text("документов: 1 из 3")
    page.locator('select[data-filter="language"]').select_option("ru")
    expect(page.locator(".k-filter.k-on")).to_have_count(2)
    ask(page, "кто исполнял обязанности?")
    whole(page)
    assert service.asked[-1][2] == Filters(date_from="2024-01-01", date_to="2024-12-31", languages=("ru",))
    ask(page, "Сколько стоит луна?")
    whole(page, 1)
    expect(page.locator(".k-filter.k-on").first).to_be_in_viewport()
    page.get_by_role("button", name=RU("ask.drop_filters"), exact=True).click()
    expect(page.locator(".k-filter.k-on")).to_have_count(0)
    expect(page.locator('select[data-filter="date"]')).to_have_value("")
    page.locator('select[data-filter="date"]').select_option("period")
    page.locator('input[data-filter="from"]').fill("2024-09-01")
    expect(page.locator("#k-filters .k-count")).to_have_text("документов: 2 из 3")
    page.locator('[data-clear="date"]').click()
    expect(page.locator(".k-filter.k-on")).to_have_count(0)
    page.locator('select[data-filter="language"]').select_option("en")
    page.locator('select[data-filter="kind"]').select_option("letter")
    expect(page.locator(".k-filter.k-on")).to_have_count(2)


def test_thumbs_with_a_reason(visit: Open, service: FakeService) -> None:
    page = visit()
    ask(page, "кто исполнял обязанности?")
    whole(page)
    first = page.locator('.k-turn[data-turn="0"]')
    first.locator(".k-wrong summary").click()
    first.get_by_label(RU("reason.source")).check()
    first.locator("textarea[name=comment]").fill("  в уставе ")
    first.get_by_role("button", name=RU("ask.tell")).click()
    expect(first.locator(".k-tools")).to_contain_text(RU("ask.thanks"))
    ask(page, "Сколько стоит луна?")
    whole(page, 1)
    page.locator('.k-turn[data-turn="1"]').get_by_role("button", name=RU("ask.right"), exact=True).click()
    expect(page.locator('.k-turn[data-turn="1"] .k-tools')).to_contain_text(RU("ask.thanks"))
    assert service.rated == [
        ("кто исполнял обязанности?", False, "source", "в уставе"),
        ("Сколько стоит луна?", True, "", ""),
    ]


def test_copy_and_files(visit: Open) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "кто исполнял обязанности?")
    whole(page)
    page.get_by_role("button", name=RU("ask.copy")).click()
    expect(page.locator(".k-toast:visible")).to_have_text(RU("page.copied"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert ACTING[:-1] in copied and "[2] Устав Совета, 2021, стр. 2" in copied
    for to, head in [("docx", b"PK"), ("markdown", b"")]:
        with page.expect_download() as file:
            page.get_by_role("button", name=RU(f"ask.{to}_label")).click()
        data = Path(file.value.path()).read_bytes()
        assert data.startswith(head) and data
    assert "Устав Совета" in data.decode("utf-8")


def test_edit_and_ask_next(visit: Open, service: FakeService) -> None:
    page = visit()
    ask(page, "кто исполнял обязанности?")
    whole(page)
    page.get_by_role("button", name=RU("ask.edit_label")).click()
    expect(page.locator("#k-question textarea")).to_have_value("кто исполнял обязанности?")
    page.get_by_role("button", name="Кто исполнял обязанности раньше?").click()
    whole(page, 1)
    assert [question for question, _, _ in service.asked][-1] == "Кто исполнял обязанности раньше?"
    expect(page.locator(".k-next")).to_have_count(1)  # under the last answer alone
    expect(page.locator(".k-next")).to_have_attribute("data-after", "1")
    ask(page, "Сколько стоит луна?")
    whole(page, 2)
    expect(page.locator(".k-next:visible")).to_have_count(0)  # made for another answer


def test_a_known_term_explains_itself_and_leads_to_the_glossary(visit: Open) -> None:
    page = visit()
    ask(page, "кто исполнял обязанности?")
    whole(page)
    term = page.locator(".k-term")
    term.focus()
    expect(page.locator("#k-tip")).to_contain_text("ведёт заседания, избирается на год <script>")
    page.keyboard.press("Escape")
    expect(page.locator("#k-tip")).to_be_hidden()
    page.locator(".k-body .k-chip").first.hover()
    expect(page.locator("#k-tip")).to_contain_text(ACTING)
    term.click()
    expect(page.locator("#k-newcomer")).to_be_visible()
    expect(page.locator(".k-terms > div")).to_have_count(1)
    expect(page.locator(".k-terms")).to_contain_text("председатель Совета")
    assert page.evaluate("window.stolen") is None


def test_a_page_of_a_pdf_with_the_quote_boxed(visit: Open, service: FakeService) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (400, 560), "white").save(blank, "WEBP")
    service.pictures["ustav.pdf"] = PagePicture(blank.getvalue(), 400, 560, ((0.1, 0.7, 0.5, 0.02),))
    page = visit()
    ask(page, "кто исполнял обязанности?")
    whole(page)
    expect(page.locator("mark")).to_have_text(ACTING)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".k-sheet img")).to_have_attribute("alt", RU("source.picture", page=2, quote=ORDER))
    expect(page.locator(".k-box")).to_be_in_viewport()
    page.get_by_role("button", name=RU("source.as_text")).click()
    expect(page.locator("mark")).to_have_text(ORDER)
    page.get_by_role("button", name=RU("source.as_page")).click()
    expect(page.locator(".k-sheet")).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("mark")).to_have_text(ACTING)
