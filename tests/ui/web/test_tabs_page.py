"""Timeline, Newcomer, Quality and the help, in the browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.people import Feedback
from index.filters import Filters
from tests.ui.web.conftest import PHONE, RU, Open, whole
from tests.ui.web.fakes import ACTING, HOSTILE, ORDER, FakeService

pytestmark = pytest.mark.browser

REFUSED = Feedback(
    7, "c", "Сколько стоит луна? " + HOSTILE, "", "ru", "Нет.", None, True, (), "bad", "refused", "в отчёте",
    "2026-11-22T20:00:00+00:00",
)  # fmt: skip


def opened(page: Page, tab: str) -> None:
    page.locator(f'nav [data-tab="{tab}"]').click()
    expect(page.locator(f"#k-{tab}")).to_be_visible()


def test_timeline(visit: Open, service: FakeService) -> None:
    page = visit(PHONE)
    opened(page, "timeline")
    events = page.locator(".k-event")
    expect(events).to_have_count(3)
    expect(page.locator(".k-year")).to_have_text(["2021", "2024"])
    expect(events.nth(1)).to_contain_text("16 сентября 2024 – 31 декабря 2024")
    expect(events.nth(2)).to_contain_text(RU("event.planned"))
    page.get_by_role("button", name=RU("timeline.year_count", year="2024", count=2)).click()
    expect(events).to_have_count(2)
    page.locator('#k-timeline select[data-filter="status"]').select_option("planned")
    expect(events).to_have_count(1)
    page.locator('#k-timeline select[data-filter="status"]').select_option("")
    page.get_by_role("button", name=RU("timeline.year_count", year="2024", count=2)).click()
    expect(events).to_have_count(3)
    page.locator("#k-event-search :is(input, textarea)").press_sequentially("тельмезар устав")
    expect(events).to_have_count(1)
    events.locator(".k-chip").click()
    expect(page.locator("mark")).to_have_text(ORDER)
    expect(page.locator("mark")).to_be_in_viewport()
    events.get_by_text(RU("timeline.ask")).click()
    whole(page)
    assert "Принят устав" in service.asked[-1][0]
    assert page.evaluate("window.stolen") is None


def test_filters_hold_on_every_tab_that_heeds_them(visit: Open, service: FakeService) -> None:
    page = visit(PHONE)
    page.locator('#k-filters select[data-filter="language"]').select_option("ru")
    expect(page.locator("#k-filters .k-on")).to_have_count(1)
    ru = Filters(languages=("ru",))
    opened(page, "timeline")
    expect(page.locator(".k-event")).to_have_count(3)
    expect(page.locator("#k-filters .k-on")).to_be_visible()
    assert service.filtered[-1] == ("timeline", ru)
    page.locator('#k-filters select[data-filter="date"]').select_option("2024")
    expect(page.locator("#k-filters .k-on")).to_have_count(2)
    year = Filters(languages=("ru",), date_from="2024-01-01", date_to="2024-12-31")
    assert service.filtered[-1] == ("timeline", year)
    opened(page, "newcomer")
    expect(page.locator(".k-brief li")).to_have_count(2)
    assert service.filtered[-1] == ("brief", year)
    page.locator('#k-filters [data-clear="date"]').click()
    expect(page.locator("#k-filters .k-on")).to_have_count(1)
    expect(page.locator(".k-brief li")).to_have_count(2)
    assert service.filtered[-1] == ("brief", ru)
    opened(page, "check")
    page.locator("#k-claims textarea").fill("Луна сделана из сыра")
    page.locator("#k-check-send").click()
    expect(page.locator(".k-checked")).to_contain_text(RU("ask.advice_filtered"))
    assert service.filtered[-1] == ("check", ru)
    page.get_by_role("button", name=RU("ask.drop_filters"), exact=True).click()
    expect(page.locator("#k-filters .k-on")).to_have_count(0)
    opened(page, "documents")
    expect(page.locator("#k-filters")).to_be_hidden()


def test_one_document_alone(visit: Open, service: FakeService) -> None:
    page = visit()
    opened(page, "timeline")
    page.locator(".k-event .k-chip").first.click()
    page.get_by_role("button", name=RU("source.only_label")).click()
    expect(page.locator("#k-filters .k-on")).to_contain_text("Устав Совета")
    assert service.filtered[-1] == ("timeline", Filters(documents=("ustav.pdf",)))
    page.locator('#k-filters [data-clear="document"]').click()
    expect(page.locator("#k-filters .k-on")).to_have_count(0)


def test_newcomer(visit: Open) -> None:
    page = visit()
    opened(page, "newcomer")
    expect(page.locator(".k-brief li")).to_have_count(2)
    page.locator(".k-brief .k-chip").nth(1).click()
    expect(page.locator("mark")).to_have_text(ORDER)
    page.get_by_role("button", name="предыдущая").click()
    expect(page.locator("mark")).to_have_text(ACTING)
    page.locator("#k-term-search :is(input, textarea)").press_sequentially("nizom")
    expect(page.locator(".k-terms > div")).to_have_count(1)
    expect(page.locator(".k-terms")).to_contain_text("charter английский")
    page.locator(".k-terms .k-chip").click()
    expect(page.locator("mark")).to_have_text(ORDER)
    with page.expect_download() as file:
        page.get_by_role("button", name=RU("newcomer.markdown_label")).click()
    assert ORDER[:20] in Path(file.value.path()).read_text("utf-8")


def test_quality(visit: Open, service: FakeService) -> None:
    service.opinions = [REFUSED]
    page = visit()
    opened(page, "quality")
    expect(page.locator("#k-quality table").first).to_contain_text(RU("figure.hit_5"))
    expect(page.locator("#k-quality")).to_contain_text(RU("reason.refused"))
    with page.expect_download() as file:
        page.get_by_role("button", name=RU("quality.export_label")).click()
    row = json.loads(Path(file.value.path()).read_text("utf-8"))
    assert (row["id"], row["kind"], row["comment"]) == ("f7", "to-review", "в отчёте")
    assert page.evaluate("window.stolen") is None


def test_help_and_keys(visit: Open) -> None:
    page = visit()
    page.keyboard.press("Alt+/")
    expect(page.locator("#k-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#k-help")).to_be_hidden()
    opened(page, "documents")
    page.keyboard.press("Alt+q")
    expect(page.locator("#k-question textarea")).to_be_focused()
