"""Documents, in the browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui.web.conftest import RU, Open
from tests.ui.web.fakes import FakeService

pytestmark = pytest.mark.browser


def test_upload_by_choosing_and_by_dropping(visit: Open, service: FakeService, tmp_path: Path) -> None:
    page = visit()
    expect(page.locator(".k-banner")).to_have_text(RU("page.demo"))
    page.get_by_role("button", name="Документы", exact=True).click()
    good, bad = tmp_path / "Новый отчёт.txt", tmp_path / "программа.exe"
    good.write_text("Ярмарка прошла 5 января.", "utf-8")
    bad.write_bytes(b"MZ")
    page.locator("#k-upload input[type=file]").set_input_files([good, bad])
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
