"""The document beside the answer: the quote where it stands, all else as it is."""

import re
from html import unescape

import pytest
from lxml import html as lxml_html

from assistant.answer import Citation
from index.catalog import Document
from ingest.document import Block, ExtractedText
from ui.texts import Texts
from ui.web.source import WINDOW, Pane, document_html, empty_pane, marked, pane_html, shown

RU = Texts.load("ru")
EVERYTHING = (0, 10**9)


def text_of(*parts: tuple[str, str], pages: tuple[tuple[int, int], ...] = ()) -> ExtractedText:
    """Blocks of (kind, text) on lines of their own."""
    blocks, text = [], ""
    for kind, words in parts:
        text += "\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(words), int(kind == "heading")))  # type: ignore[arg-type]
        text += words
    return ExtractedText(text, tuple(blocks), pages)


def document(**more: object) -> Document:
    base = {
        "name": "a.txt",
        "root": None,
        "path": "/a.txt",
        "sha256": "0",
        "size": 1,
        "mtime_ns": 0,
        "title": "Отчёт",
    }
    return Document(**{**base, "date": "2024-11", "language": "ru", "kind": "report", **more})  # type: ignore[arg-type]


def citation(text: ExtractedText, quote: str, n: int = 1, page: int | None = None) -> Citation:
    start = text.text.index(quote)
    return Citation(n=n, document="a.txt", title="Отчёт", date=None, page=page, quote=quote, start=start,
                    end=start + len(quote))  # fmt: skip


def at(cited: Citation) -> Pane:
    """A pane open at the only citation."""
    return Pane("a.txt", (cited,), cited.n, "ask-0")


def marks(markup: str) -> str:
    return unescape("".join(re.findall(r"<mark>(.*?)</mark>", markup, re.DOTALL)))


def words(markup: str) -> str:
    return " ".join(lxml_html.fromstring(f"<div>{markup}</div>").text_content().split())


MIXED = text_of(
    ("heading", "Итоги"),
    ("paragraph", "Семинар прошёл 27 ноября. Участвовали все города."),
    ("list-item", "первое"),
    ("list-item", "второе"),
    ("table-row", "Город | Сумма"),
    ("table-row", "Навдиз | 90 тыс."),
    ("paragraph", "Қорытынды: барлығы қатысты. Xulosa: hammasi boʻldi. The end."),
)


@pytest.mark.parametrize(
    "quote",
    [
        "Семинар прошёл 27 ноября.",
        "Навдиз",
        "90 тыс.",
        "второе",
        "барлығы қатысты",
        "boʻldi. The end.",
        "Итоги",
    ],
)
def test_the_quote_is_marked_and_nothing_else_changes(quote: str) -> None:
    start = MIXED.text.index(quote)
    markup = document_html(MIXED, (start, start + len(quote)), EVERYTHING, RU)
    assert marks(markup) == quote
    assert words(markup).replace(" ", "") == MIXED.text.replace("\n", "").replace(" | ", "").replace(" ", "")


def test_a_quote_over_several_blocks_is_marked_in_each() -> None:
    start, end = MIXED.text.index("Участвовали"), MIXED.text.index("Сумма")
    assert (
        marks(document_html(MIXED, (start, end), EVERYTHING, RU))
        == "Участвовали все города.первоевтороеГород"
    )


def test_blocks_have_their_elements() -> None:
    markup = document_html(MIXED, (0, 0), EVERYTHING, RU)
    counts = {tag: markup.count(f"<{tag}>") for tag in ("h3", "p", "li", "ul", "tr", "td", "mark")}
    assert counts == {"h3": 1, "p": 2, "li": 2, "ul": 1, "tr": 2, "td": 4, "mark": 0}


def test_a_page_begins_with_its_number() -> None:
    text = text_of(
        ("paragraph", "раз"), ("paragraph", "два"), ("paragraph", "три"), pages=((0, 4), (4, 8), (8, 11))
    )
    assert words(document_html(text, (0, 0), EVERYTHING, RU)) == "стр. 1разстр. 2двастр. 3три"


def test_a_first_heading_that_repeats_the_title_is_left_out_unless_quoted() -> None:
    assert "Итоги" not in document_html(MIXED, (0, 0), EVERYTHING, RU, "Итоги")
    assert marks(document_html(MIXED, (0, 5), EVERYTHING, RU, "Итоги")) == "Итоги"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "![x](http://example.org/x.png)",
        '<img src="x" onerror="y">',
        "${x} {{y}} `z`",
        "a & b",
    ],
)
def test_hostile_text_is_shown_as_text(hostile: str) -> None:
    text = text_of(
        ("heading", hostile), ("paragraph", f"до {hostile} после"), ("table-row", f"{hostile} | x")
    )
    entry = document(title=hostile, name=hostile)
    for quote in (hostile, f"до {hostile}"):
        markup = pane_html(at(citation(text, quote)), entry, text, RU)
        assert marks(markup) == quote
        tree = lxml_html.fromstring(markup)
        assert not tree.xpath("//script | //img | //*[@onerror]")
        assert not re.search(r"[`{}$]", markup)
        assert words(markup).count(" ".join(hostile.split())) >= 4


def test_marked_is_exact_at_code_points() -> None:
    assert marked("a😀b<c", (0, 5), (1, 4)) == "a<mark>😀b&lt;</mark>c"
    assert marked("abc", (0, 3), (5, 9)) == "abc"


def test_a_very_long_document_is_shown_in_part_and_more_on_request() -> None:
    text = text_of(*[("paragraph", f"Абзац {number}. " + "слово " * 200) for number in range(500)])
    quote = citation(text, "Абзац 250.")
    pane = at(quote)
    sizes = []
    for state in (pane, pane.more("above"), pane.more("above").more("below")):
        markup = pane_html(state, document(), text, RU)
        assert marks(markup) == "Абзац 250."
        assert 'data-where="above"' in markup and 'data-where="below"' in markup
        sizes.append(len(markup))
    assert sizes == sorted(set(sizes)) and sizes[0] < 4 * WINDOW
    start, _ = shown(text, (quote.start, quote.end), 1, 1)
    assert start in {block.start for block in text.blocks}


def test_one_endless_paragraph_is_cut_too() -> None:
    text = text_of(("paragraph", "слово " * 100_000))
    start, end = shown(text, (300_000, 300_010), 1, 1)
    assert (start, end) == (300_000 - WINDOW, 300_010 + WINDOW)
    assert len(document_html(text, (300_000, 300_010), (start, end), RU)) < 3 * WINDOW


def test_the_pane_says_what_is_not_so_any_more() -> None:
    text = text_of(("paragraph", "Семинар прошёл 28 ноября."))
    moved = Citation(
        n=1, document="a.txt", title="", date=None, page=None, quote="27 ноября", start=15, end=24
    )
    assert RU("source.gone_title") in pane_html(at(moved), None, None, RU)
    assert RU("source.no_text") in pane_html(Pane("a.txt"), document(), None, RU)
    changed = pane_html(at(moved), document(), text, RU)
    assert "<mark>" not in changed and RU("source.moved") in changed
    assert RU("source.empty_title") in empty_pane(RU)


@pytest.mark.parametrize(("n", "count", "disabled"), [(1, 1, 2), (1, 3, 1), (2, 3, 0), (3, 3, 1)])
def test_previous_and_next(n: int, count: int, disabled: int) -> None:
    citations = tuple(citation(MIXED, "Семинар", one) for one in range(1, count + 1))
    markup = pane_html(Pane("a.txt", citations, n, "ask-0"), document(), MIXED, RU)
    assert markup.count(" disabled") == disabled
    assert f"{n} из {count}" in markup


def test_head_tells_title_date_kind_language_page_and_file() -> None:
    markup = pane_html(at(citation(MIXED, "Семинар", page=4)), document(), MIXED, RU)
    head = words(markup.split("</header>")[0])
    assert all(part in head for part in ("Отчёт", "ноябрь 2024", "отчёт", "русский", "стр. 4", "a.txt"))
