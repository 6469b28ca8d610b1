"""The page in real Chromium, over an archive of three documents and answers that are known beforehand."""

import json
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.answer import Answer, Citation, Value
from index.catalog import Document
from index.filters import Filters
from ingest.document import Block, ExtractedText
from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.app import launch
from ui.web.service import Progress, RefusedFile, UploadReport

pytestmark = pytest.mark.browser

ACTING = "Со вчерашнего дня и до конца года обязанности председателя исполняет его заместитель Лола Айматова."
ACTING_TITLE = "Обязанности председателя Совета исполняет Лола Айматова"
UNDERSTOOD = "Кто исполнял обязанности председателя Совета после Рустана Коргулова?"
ORDER = "Если председатель выбывает досрочно, обязанности исполняет заместитель от того же города."
HOSTILE = '<script>window.stolen = 1</script><img src="http://example.org/x.png" onerror="window.stolen = 1">'
PICTURE = "![снимок](http://example.org/picture.png)"


def text_of(*paragraphs: str, title: str = "", pages: Sequence[int] = ()) -> ExtractedText:
    """A heading and paragraphs, divided by blank lines; `pages` are the blocks that begin a page."""
    blocks, text = [], ""
    for number, part in enumerate([title, *paragraphs] if title else paragraphs):
        text += "\n\n" if text else ""
        heading = bool(title) and number == 0
        blocks.append(
            Block("heading" if heading else "paragraph", len(text), len(text) + len(part), int(heading))
        )
        text += part
    starts = [0, *(blocks[number].start for number in pages)]
    spans = tuple(zip(starts, [*starts[1:], len(text)], strict=True)) if pages else ()
    return ExtractedText(text, tuple(blocks), spans)


def document(name: str, title: str, date: str | None, language: str, kind: str, **more: object) -> Document:
    return Document(
        name=name, root=None, path=f"/archive/{name}", sha256="0", size=1, mtime_ns=0, title=title, date=date,
        language=language, kind=kind, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@dataclass
class FakeService:
    """Three documents; the answer to a question is looked up by a word of it."""

    demo: bool = True
    held: dict[str, Document] = field(default_factory=dict)
    texts: dict[str, ExtractedText] = field(default_factory=dict)
    asked: list[tuple[str, str | None, Filters]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    """Where it is clear, an answer to `ждите` waits after its first snapshot."""

    @classmethod
    def make(cls) -> "FakeService":
        made = cls()
        made.gate.set()
        made.add(
            document("2024-09-17_io.txt", ACTING_TITLE, "2024-09-17", "ru", "press-release"),
            text_of(
                "В связи с избранием Рустана Коргулова на должность в областной администрации его полномочия "
                "председателя Совета прекращены 15 сентября по личному заявлению. " + ACTING,
                "Порядок замещения предусмотрен статьёй 9 Устава.",
                "Заявление поступило 9 сентября и было разослано всем городам в тот же день. " + PICTURE,
                *[f"Абзац {number}: города сообщили, что возражений не имеют." for number in range(40)],
                title=ACTING_TITLE,
            ),
        )  # fmt: skip
        made.add(
            document("ustav.pdf", "Устав Совета", "2021", "ru", "charter", pages=2),
            text_of(
                "Статья 8. Председатель избирается на год.",
                "Статья 9. " + ORDER,
                title="Устав Совета",
                pages=[2],
            ),
        )
        made.add(
            document("letter.txt", "Reader's letter " + HOSTILE, "2025-03-02", "en", "letter"),
            text_of("Dear Council, " + HOSTILE + " thank you.", title="Reader's letter"),
        )
        made.add(
            document("scan.pdf", "", None, "und", "other", status="no-text-layer", reason="no-text-layer"),
            None,
        )
        return made

    def add(self, entry: Document, text: ExtractedText | None) -> None:
        self.held[entry.name] = entry
        if text is not None:
            self.texts[entry.name] = text

    def cite(self, n: int, name: str, quote: str) -> Citation:
        entry, text = self.held[name], self.texts[name].text
        start = text.index(quote)
        pages = self.texts[name].pages
        page = next((number for number, (a, b) in enumerate(pages, 1) if a <= start < b), None)
        end = start + len(quote)
        return Citation(
            n=n,
            document=name,
            title=entry.title,
            date=entry.date,
            page=page,
            quote=quote,
            start=start,
            end=end,
        )

    def stream(
        self,
        question: str,
        conversation: str | None = None,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        language: str | None = None,
    ) -> Iterator[Answer]:
        self.asked.append((question, conversation, filters))
        if "сломайся" in question:
            raise KengashError("locked", command="kengash ingest", pid=7, since="2026-11-22T20:00")
        if "упади" in question:
            raise RuntimeError("nobody foresaw this")
        common = {"question": question, "language": "ru", "values": [], "confidence": 0.9}
        if "обязанности" in question or "ждите" in question:
            first, second = self.cite(1, "2024-09-17_io.txt", ACTING), self.cite(2, "ustav.pdf", ORDER)
            parts = [f"«{ACTING[:-1]}». [1]", f"{ORDER} [2]"]
            for count in (1, 2):
                if count == 2:
                    self.gate.wait(20)
                yield Answer(
                    **{
                        **common,
                        "values": [Value(kind="person", text="Лола Айматова", value="Лола Айматова")],
                    },
                    answer=" ".join(parts[:count]),
                    short_answer="Лола Айматова (в документе: «со вчерашнего дня и до конца года»)",
                    abstained=False,
                    citations=[first, second][:count],
                    question_understood_as=UNDERSTOOD,
                )
        elif "letter" in question:
            quote = "Dear Council, " + HOSTILE
            cited = [self.cite(1, "letter.txt", quote)]
            yield Answer(
                **common, answer=f"{quote} [1]", short_answer=HOSTILE, abstained=False, citations=cited,
                question_understood_as=question,
            )  # fmt: skip
        else:
            yield Answer(**common, answer="В документах архива ответа на этот вопрос нет.", short_answer=None,
                         abstained=True, citations=[], question_understood_as=question)  # fmt: skip

    def documents(self, filters: Filters | None = None) -> Sequence[Document]:
        limits = filters or Filters()
        return [
            one
            for one in self.held.values()
            if (not limits.languages or one.language in limits.languages)
            and (not limits.kinds or one.kind in limits.kinds)
            and (not limits.date_from or (one.date or "") >= limits.date_from)
            and (not limits.date_to or ("0" < (one.date or "") <= limits.date_to))
        ]

    def document(self, name: str) -> Document | None:
        return self.held.get(name)

    def text(self, name: str) -> ExtractedText | None:
        return self.texts.get(name)

    def examples(self, language: str) -> Sequence[str]:
        return {"ru": ["Кто исполнял обязанности председателя?", "Сколько стоила ярмарка?"]}.get(language, [])

    def ingest(self, files: Sequence[Path], progress: Progress) -> UploadReport:
        refused = []
        for n, file in enumerate(files, 1):
            progress(n, len(files), file.name)
            if file.suffix == ".txt":
                self.add(
                    document(file.name, file.stem, "2026-01-05", "ru", "report"),
                    text_of(file.read_text("utf-8")),
                )
            else:
                refused.append(RefusedFile(file.name, "unknown-type", {}))
        self.demo = False
        return UploadReport(added=len(files) - len(refused), refused=tuple(refused))

    def forget(self, conversation: str) -> None:
        """Nothing is remembered."""


# The browser, and a page that complains of what must never happen.

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
Open = Callable[..., Page]


@pytest.fixture(scope="module")
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
    assert complaints == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def ask(page: Page, question: str) -> None:
    page.locator("#k-question textarea").fill(question)
    page.locator("#k-send").click()


def whole(page: Page, turn: int = 0) -> None:
    """Wait for a whole answer."""
    expect(page.locator(f'.k-turn[data-turn="{turn}"]')).to_have_attribute("aria-busy", "false")
    expect(page.locator("#k-send")).to_be_visible()


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


def test_languages(visit: Open) -> None:
    page = visit()
    ask(page, "кто исполнял обязанности?")
    whole(page)
    for name, code, section in [
        ("English", "en", "Documents"),
        ("Oʻzbekcha", "uz", "Hujjatlar"),
        ("Қазақша", "kk", "Құжаттар"),
    ]:
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=section, exact=True)).to_be_visible()
        texts = Texts.load(code)
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator("#k-question textarea")).to_have_attribute(
            "placeholder", texts("ask.placeholder")
        )
        expect(page.locator("#k-send")).to_have_text(texts("ask.send"))
        expect(page.locator(".k-bar")).to_contain_text(texts("source.next"))
        expect(page.locator(".k-short")).to_have_text("Лола Айматова")  # the talk goes on
    page.reload()
    expect(page.locator("#k-send")).to_have_text(Texts.load("kk")("ask.send"))


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


def test_words_of_a_document_are_never_acted_upon(visit: Open) -> None:
    page = visit()
    ask(page, HOSTILE + " letter")
    whole(page)
    page.get_by_role("button", name="Документы", exact=True).click()
    page.locator("#k-search input, #k-search textarea").press_sequentially(
        '<img src=x onerror="window.stolen=1">'
    )
    expect(page.locator("#k-table .k-notice")).to_be_visible()
    expect(page.locator("mark")).to_have_text("Dear Council, " + HOSTILE)
    assert page.evaluate("window.stolen") is None
    assert page.locator(".gradio-container :is(.html-container) :is(img, script, iframe, svg)").count() == 0


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit()
    page.locator("#k-question textarea").focus()
    page.keyboard.type("кто исполнял обязанности?")
    page.keyboard.press("Enter")
    whole(page)
    page.locator(".k-body .k-chip").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(ORDER)
    expect(page.locator("#k-live")).to_contain_text(RU("ask.answered", count=2))


def test_visitors_do_not_see_each_other_and_nothing_stays_in_the_browser(
    visit: Open, service: FakeService
) -> None:
    one, two = visit(), visit()
    ask(one, "тайна: обязанности")
    whole(one)
    ask(two, "Сколько стоит луна?")
    whole(two)
    expect(two.locator(".k-turn")).to_have_count(1)
    assert "тайна" not in two.content()
    ids = {conversation for _, conversation, _ in service.asked}
    assert len(ids) == 2 and None not in ids
    kept = one.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
            (await indexedDB.databases()).map((each) => each.name)])"""
    )
    assert "тайна" not in kept and "Айматова" not in kept
    assert json.loads(kept)[3] == []
    one.reload()
    expect(one.locator(".k-welcome")).to_be_visible()
    expect(one.locator(".k-turn")).to_have_count(0)


def test_dark(visit: Open) -> None:
    page = visit(scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 29)"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
        == "rgb(20, 25, 29)"
    )


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/passwd",
        "gradio_api/file=../../pyproject.toml",
        "gradio_api/file=pyproject.toml",
        "file=/etc/passwd",
        "static/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "docs",
        "openapi.json",
        "monitoring",
    ],
)
def test_nothing_but_the_page_is_served(address: str, path: str) -> None:
    try:
        with urllib.request.urlopen(address + path, timeout=10) as answer:
            body = answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        assert error.code in {401, 403, 404, 405}
    else:
        assert "root:" not in body and "[project]" not in body and "swagger" not in body.lower()


def test_no_event_can_be_called_from_outside(address: str) -> None:
    with urllib.request.urlopen(address + "gradio_api/info", timeout=10) as answer:
        info = json.loads(answer.read())
    assert info["named_endpoints"] == {} and info["unnamed_endpoints"] == {}


def test_a_proxy_in_the_environment_does_not_matter(
    monkeypatch: pytest.MonkeyPatch, service: FakeService
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    told: list[str] = []
    app = launch(service, port=0, ready=told.append, block=False)
    app.close(verbose=False)
    assert len(told) == 1


def test_a_port_that_is_taken_is_told(address: str, service: FakeService) -> None:
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(KengashError, match="port-taken"):
        launch(service, port=port, block=False)
