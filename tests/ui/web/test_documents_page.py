"""Documents, in the browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui.web.conftest import RU, Open
from tests.ui.web.fakes import ACTING_TITLE, FakeService

pytestmark = pytest.mark.browser


def test_upload_by_choosing_and_by_dropping(visit: Open, service: FakeService, tmp_path: Path) -> None:
    page = visit()
    expect(page.locator(".k-banner")).to_have_text(RU("page.demo"))
    page.get_by_role("button", name="Документы", exact=True).click()
    good, bad = tmp_path / "Новый отчёт.txt", tmp_path / "программа.exe"
    good.write_text("Ярмарка прошла 5 января.", "utf-8")
    bad.write_bytes(b"MZ")
    with page.expect_file_chooser() as chooser:
        page.locator("#k-upload-hint").click()
    chooser.value.set_files([good, bad])
    report = page.locator(".k-report")
    expect(report).to_contain_text("Добавлено: 1")
    expect(report).to_contain_text(RU("error.unknown-type"))
    expect(page.locator("#k-table")).to_contain_text("Новый отчёт")
    expect(page.locator(".k-banner")).to_have_count(0)
    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["Dropped words."], "dropped.txt", { type: "text/plain" }));
            document.querySelector("#k-upload").dispatchEvent(
                new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#k-table")).to_contain_text("dropped")
    page.locator("#k-search input, #k-search textarea").press_sequentially("dropped")
    expect(page.locator("#k-table tbody tr")).to_have_count(1)
    page.get_by_role("link", name="dropped").click()
    expect(page.locator(".k-document")).to_have_text("Dropped words.")
    other = visit()
    other.get_by_role("button", name="Документы", exact=True).click()
    other.locator("#k-upload input[type=file]").set_input_files([good])
    expect(other.locator(".k-report")).to_be_visible()
    first, second, third = service.folders
    assert first == second != third  # a visitor's files stay together, and apart from another's


def test_sort_put_right_and_versions(visit: Open, service: FakeService) -> None:
    page = visit()
    page.get_by_role("button", name="Документы", exact=True).click()
    titles = page.locator("#k-table tbody tr td:first-child a")
    expect(titles.first).to_contain_text("Reader's letter")
    page.get_by_role("button", name=RU("documents.column_title")).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text(RU("documents.column_title"))
    expect(titles.first).to_contain_text(ACTING_TITLE if ACTING_TITLE < "Reader" else "Reader's letter")
    name = RU("documents.manage_label", title="Устав Совета")
    page.get_by_role("button", name=name).click()
    row = page.locator(".k-managed")
    expect(row).to_contain_text(RU("documents.versions"))
    row.locator("input[name=date]").fill("вчера")
    row.get_by_role("button", name=RU("documents.save")).click()
    expect(page.locator(".k-toast")).to_contain_text("2024-11-27")  # what a date looks like
    row.locator("input[name=date]").fill("2021-05-18")
    row.locator("input[name=title]").fill("Устав <b>Совета</b>")
    row.locator("select[name=kind]").select_option("guide")
    row.get_by_role("button", name=RU("documents.save")).click()
    expect(page.locator(".k-toast")).to_contain_text(RU("documents.saved"))
    expect(page.locator("#k-table")).to_contain_text("Устав <b>Совета</b>")
    known = service.held["ustav.pdf"]
    assert (known.title, known.date, known.kind) == ("Устав <b>Совета</b>", "2021-05-18", "guide")


def test_taken_out_and_brought_back(visit: Open, service: FakeService) -> None:
    page = visit()
    page.get_by_role("button", name="Документы", exact=True).click()
    page.get_by_role("button", name=RU("documents.manage_label", title="Устав Совета")).click()
    page.get_by_role("button", name=RU("documents.remove_label", title="Устав Совета")).click()
    expect(page.locator(".k-toast")).to_contain_text(RU("documents.removed", name="ustav.pdf"))
    expect(page.locator("#k-table")).not_to_contain_text("ustav.pdf")
    page.get_by_role("button", name=RU("documents.undo")).click()
    expect(page.locator(".k-toast")).to_contain_text(RU("documents.restored", name="ustav.pdf"))
    expect(page.locator("#k-table")).to_contain_text("ustav.pdf")
    assert "ustav.pdf" in service.held
