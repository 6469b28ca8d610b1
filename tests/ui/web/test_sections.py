"""Filters, the table of documents and uploads, without a browser."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.brief import Brief, Line, Section
from index.catalog import Document
from index.filters import Filters
from index.report import DuplicateFile, IngestReport
from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.desk import upload_report
from ui.web.documents import ROWS, documents_html, found
from ui.web.filtering import Chosen, filters_html, with_choice, year_of
from ui.web.newcomer import brief_html
from ui.web.service import Progress, RefusedFile, UploadReport
from ui.web.uploading import upload, upload_html

RU = Texts.load("ru")
YEAR = Filters(date_from="2024-01-01", date_to="2024-12-31")


def document(name: str, title: str, date: str | None = None, **more: object) -> Document:
    base = {
        "root": None,
        "path": "",
        "sha256": "0",
        "size": 1,
        "mtime_ns": 0,
        "language": "ru",
        "kind": "report",
    }
    return Document(name=name, title=title, date=date, **{**base, **more})  # type: ignore[arg-type]


ARCHIVE = [
    document("a.txt", "Отчёт за год", "2024-03-01"),
    document("b.pdf", "Majlis bayonnomasi", "2023", language="uz", kind="minutes"),
    document("c.docx", "Хаттама", None, language="kk", kind="minutes"),
]


@pytest.mark.parametrize(
    ("before", "name", "value", "after"),
    [
        (Filters(), "date", "2024", YEAR),
        (YEAR, "date", "", Filters()),
        (YEAR, "date", "period", Filters()),
        (Filters(), "from", "2024-02-03", Filters(date_from="2024-02-03")),
        (Filters(), "to", "2024-02-30", Filters()),
        (YEAR, "language", "uz", YEAR.model_copy(update={"languages": ("uz",)})),
        (Filters(languages=("uz",)), "language", "", Filters()),
        (Filters(), "kind", "minutes", Filters(kinds=("minutes",))),
        (Filters(kinds=("minutes",)), "all", "", Filters()),
        (YEAR, "date", "2024' OR 1=1", Filters()),
        (Filters(), "kind", "<script>", Filters()),
        (Filters(), "language", "../../etc/passwd", Filters()),
        (YEAR, "documents", "a.txt", YEAR),
        (YEAR, None, None, YEAR),
        (YEAR, "kind", ["minutes"], YEAR),
    ],
)
def test_a_choice_in_the_row(before: Filters, name: object, value: object, after: Filters) -> None:
    assert with_choice(before, name, value) == after


def test_period_stays_open_until_another_date_is_chosen() -> None:
    period = Chosen().choose("date", "period")
    assert period.period and period.choose("from", "2024-01-01").period
    assert not period.choose("date", "2024").period and not period.choose("all", "").period


@pytest.mark.parametrize(
    ("filters", "year"),
    [(YEAR, "2024"), (Filters(), None), (Filters(date_from="2024-01-01"), None),
     (Filters(date_from="2024-01-01", date_to="2025-12-31"), None)],
)  # fmt: skip
def test_year_of(filters: Filters, year: str | None) -> None:
    assert year_of(filters) == year


def test_the_row_shows_what_is_on_and_how_to_take_it_off() -> None:
    off = filters_html(Filters(), False, ARCHIVE, 3, RU)
    assert "k-on" not in off and "data-clear" not in off and "документов: 3" in off
    on = filters_html(YEAR.model_copy(update={"languages": ("uz",)}), False, ARCHIVE, 1, RU)
    assert on.count("k-on") == 2 and 'data-clear="date"' in on and 'data-clear="language"' in on
    assert "документов: 1 из 3" in on
    assert RU("filter.none") in filters_html(YEAR, False, ARCHIVE, 0, RU)
    assert filters_html(Filters(date_from="2024-02-03"), False, ARCHIVE, 1, RU).count('type="date"') == 2


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("", ["a.txt", "b.pdf", "c.docx"]),
        ("отчёт", ["a.txt"]),
        ("BAYON b.pdf", ["b.pdf"]),
        ("хатт", ["c.docx"]),
        ("%", []),
    ],
)
def test_search_in_the_table(search: str, names: Sequence[str]) -> None:
    assert [one.name for one in found(ARCHIVE, search)] == names


def test_the_table_says_what_to_do_where_it_is_empty() -> None:
    assert RU("documents.empty_text") in documents_html([], "", RU)
    assert RU("documents.none_found") in documents_html(ARCHIVE, "<b>zzz", RU)
    assert "<b>zzz" not in documents_html(ARCHIVE, "<b>zzz", RU)


def test_the_table_explains_documents_without_text_and_escapes_names() -> None:
    scan = document("<i>.pdf", "", status="no-text-layer", reason="no-text-layer")
    html = documents_html([scan, *ARCHIVE], "", RU)
    assert RU("error.no-text-layer") in html and "<i>" not in html
    assert 'data-document="a.txt"' in html and html.count('do="document"') == 3


def test_a_long_table_shows_its_first_rows() -> None:
    many = [document(f"{n}.txt", f"Отчёт {n}") for n in range(ROWS + 50)]
    html = documents_html(many, "", RU)
    assert html.count("<tr>") == ROWS + 1
    assert RU("documents.more", shown=ROWS, count=ROWS + 50) in html


class Taking:
    """A service that takes every second file, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def ingest(self, files: Sequence[Path], progress: Progress, folder: str = "") -> UploadReport:
        for n, file in enumerate(files, 1):
            progress(n, len(files), file.name)
        if self.error:
            raise self.error
        refused = RefusedFile("<b>.exe", "unknown-type", {"suffix": ".exe"})
        return UploadReport(added=1, refused=(refused,), duplicates=(("копия.txt", "a.txt"),))


def test_upload_tells_each_file_then_the_report() -> None:
    states = list(upload(Taking(), [Path("a.txt"), Path("<b>.exe")]))  # type: ignore[arg-type]
    assert [(state.n, state.name) for state in states] == [(0, ""), (1, "a.txt"), (2, "<b>.exe"), (0, "")]
    pages = [upload_html(state, RU) for state in states]
    assert "progress" in pages[0] and 'value="1"' in pages[1]
    assert RU("error.unknown-type") in pages[-1] and RU("documents.duplicate", same_as="a.txt") in pages[-1]
    assert all("<b>." not in page for page in pages)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KengashError("locked", command="kengash ingest", pid=1, since="9:00"), "kengash ingest"),
        (KengashError("vectors-broken", path="/s"), "kengash reindex"),
    ],
)
def test_upload_that_fails_says_why(error: KengashError, words: str) -> None:
    last = list(upload(Taking(error), [Path("a.txt")]))[-1]  # type: ignore[arg-type]
    assert words in upload_html(last, RU)


def test_upload_that_breaks_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    last = list(upload(Taking(ValueError("nobody foresaw this")), [Path("a.txt")]))[-1]  # type: ignore[arg-type]
    assert RU("error.unexpected") in upload_html(last, RU)
    assert "nobody foresaw this" in caplog.text


def test_an_upload_tells_of_its_own_copies_only(tmp_path: Path) -> None:
    report = IngestReport(
        added=1,
        duplicates=[
            DuplicateFile(path=str(tmp_path / "своя.txt"), same_as="a.txt"),
            DuplicateFile(path="/archive/чужая.txt", same_as="b.txt"),
        ],
    )
    assert upload_report(report, [tmp_path / "своя.txt"]).duplicates == (("своя.txt", "a.txt"),)


def test_a_brief_asks_its_questions_and_prints_its_sources() -> None:
    cited = Citation(
        n=7, document="a.txt", title="Устав", date="2021-05-18", page=None, quote="слова", start=0, end=5
    )
    told, asks = "Совет создан в 2021 году.", "Что такое РГ-4?"
    lines = [Line(text=told, citations=[cited]), Line(text=asks, citations=[])]
    brief = Brief(title="Совет", language="ru", sections=[Section(title="О совете", lines=lines)])
    shown, printed = brief_html(brief, RU).split('class="k-printed"')
    assert re.findall(r'data-do="ask" data-text="([^"]*)"', shown) == [asks]
    assert ("Устав" in shown, "Устав" in printed, "18 мая 2021" in printed) == (True, True, True)
