"""No barrier that axe-core knows of: WCAG 2.2, A and AA, on every tab, light and dark."""

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from tests.ui.web.conftest import DESKTOP, PHONE, RU, Open, ask, whole
from tests.ui.web.fakes import FakeService

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """What axe finds, each with the rule and where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate(
        "async (tags) => (await axe.run(document, { runOnly: { type: 'tag', values: tags } })).violations",
        RULES,
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]


def opened(page: Page, tab: str) -> None:
    page.locator(f'nav [data-tab="{tab}"]').click()
    expect(page.locator(f"#k-{tab}")).to_be_visible()


def asked(page: Page) -> None:
    ask(page, "Сколько стоит луна?")
    whole(page)
    ask(page, "кто исполнял обязанности?")
    whole(page, 1)
    expect(page.locator("mark")).to_be_visible()
    page.locator('.k-turn[data-turn="1"] .k-wrong summary').click()


def checked(page: Page) -> None:
    opened(page, "check")
    page.locator("#k-claims textarea").fill("Председателя сменил он.\nПорядок иной.\nСнег выпал.")
    page.locator("#k-check-send").click()
    expect(page.locator(".k-claim")).to_have_count(3)
    expect(page.locator("#k-check-send")).to_be_visible()


def listed(page: Page) -> None:
    opened(page, "timeline")
    expect(page.locator(".k-event")).to_have_count(3)


def briefed(page: Page) -> None:
    opened(page, "newcomer")
    expect(page.locator(".k-brief li")).to_have_count(2)


def managed(page: Page) -> None:
    opened(page, "documents")
    page.get_by_role("button", name=RU("documents.manage_label", title="Устав Совета")).click()
    expect(page.locator(".k-managed")).to_be_visible()


def measured(page: Page) -> None:
    opened(page, "quality")
    expect(page.locator(".k-figures").first).to_be_visible()


def helped(page: Page) -> None:
    page.get_by_role("button", name=RU("page.help_label")).click()
    expect(page.locator("#k-help")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name=RU("page.close")).click()


STEPS: tuple[Callable[[Page], None], ...] = (asked, checked, listed, briefed, managed, measured, helped)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_barriers(visit: Open, service: FakeService, size: tuple[int, int], scheme: str) -> None:
    page = visit(size, scheme=scheme)
    assert violations(page) == [], "welcome"
    for step in STEPS:
        step(page)
        assert violations(page) == [], step.__name__
