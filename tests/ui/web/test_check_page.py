"""Check, in the browser."""

import pytest
from playwright.sync_api import expect

from tests.ui.web.conftest import DESKTOP, PHONE, RU, Open
from tests.ui.web.fakes import ACTING, HOSTILE, ORDER, FakeService

pytestmark = pytest.mark.browser

TEXT = "Председателя заменил заместитель.\nПорядок записан 28 ноября.\nСнег выпал рано."


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_claims_are_marked_as_they_are_reached(
    visit: Open, service: FakeService, size: tuple[int, int]
) -> None:
    page = visit(size)
    page.get_by_role("button", name=RU("tab.check"), exact=True).click()
    expect(page.locator("#k-verdicts")).to_contain_text(RU("check.empty_title"))
    service.gate.clear()
    page.locator("#k-claims textarea").fill(TEXT)
    page.locator("#k-check-send").click()
    expect(page.locator(".k-claim")).to_have_count(1)
    expect(page.locator(".k-progress")).to_contain_text(RU("check.progress", done=1, total=3))
    service.gate.set()
    expect(page.locator(".k-claim")).to_have_count(3)
    for style, word in [("supported", "✓"), ("refuted", "✗"), ("not_enough_info", "?")]:
        claim = page.locator(f".k-claim.k-{style}")
        expect(claim).to_contain_text(f"{word} {RU(f'check.{style}')}")
    assert page.locator(".k-checked-text").inner_text().startswith("Председателя заменил заместитель.")
    expect(page.locator(".k-evidence .k-short")).to_contain_text(RU("check.supported"))
    expect(page.locator("mark")).to_have_text(ACTING)
    page.locator(".k-claim.k-refuted").click()
    expect(page.locator(".k-differences")).to_contain_text("28 ноября")
    expect(page.locator(".k-differences")).to_contain_text("27 ноября 2024 года")
    expect(page.locator(".k-evidence")).to_be_in_viewport()
    page.locator(".k-evidence .k-body .k-chip").nth(1).click()
    expect(page.locator("mark")).to_have_text(ORDER)
    expect(page.locator(".k-evidence .k-body .k-chip.k-open")).to_have_text("2")


def test_nothing_to_check_and_a_surprise_say_what_to_do(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name=RU("tab.check"), exact=True).click()
    for text, words in [
        (" ", RU("error.empty-claim")),
        ("Привет", RU("check.none_title")),
        ("упади сейчас", RU("error.unexpected")),
        (HOSTILE + " сказано", RU("check.not_enough_info")),
    ]:
        page.locator("#k-claims textarea").fill(text)
        page.locator("#k-check-send").click()
        expect(page.locator("#k-verdicts")).to_contain_text(words)
    assert page.evaluate("window.stolen") is None
    assert page.locator("#k-verdicts :is(img, script)").count() == 0


def test_a_check_can_be_stopped(visit: Open, service: FakeService) -> None:
    page = visit()
    page.get_by_role("button", name=RU("tab.check"), exact=True).click()
    service.gate.clear()
    page.locator("#k-claims textarea").fill(TEXT)
    page.locator("#k-check-send").click()
    expect(page.locator(".k-claim")).to_have_count(1)
    page.locator("#k-check-stop").click()
    expect(page.locator("#k-verdicts")).to_contain_text(RU("check.stopped"))
    expect(page.locator("#k-check-send")).to_be_visible()
    service.gate.set()
