"""Ask, in the browser."""

import pytest
from playwright.sync_api import expect

from index.filters import Filters
from tests.ui.web.conftest import DESKTOP, PHONE, RU, Open, ask, whole
from tests.ui.web.fakes import ACTING, ORDER, FakeService

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


def test_stop(visit: Open, service: FakeService) -> None:
    page = visit()
    service.gate.clear()
    ask(page, "ждите")
    expect(page.locator(".k-body .k-chip")).to_have_count(1)
    page.locator("#k-stop").click()
    whole(page)
    expect(page.locator(".k-turn")).to_contain_text(RU("ask.stopped"))
    service.gate.set()
    ask(page, "кто исполнял обязанности?")
    whole(page, 1)
    expect(page.locator('.k-turn[data-turn="0"] .k-body .k-chip')).to_have_count(1)


def test_filters_reach_the_search_and_stay_in_sight(visit: Open, service: FakeService) -> None:
    page = visit(PHONE)
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
