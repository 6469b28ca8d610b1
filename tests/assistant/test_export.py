"""Answers and briefs as files."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt

from assistant.answer import Answer, Citation
from assistant.brief import Brief, Line, Section
from assistant.export.markdown import escaped
from assistant.export.page import answer_page
from assistant.export.write import answer_docx, answer_markdown, brief_docx, brief_markdown, write
from ingest.errors import KengashError

HOSTILE = '<script>alert("1")</script> [x](http://a.b) ![](http://c.d/p.png) # нет *звёзд* | www.site.uz &lt;'


def citation(n: int, quote: str, page: int | None = None, date: str | None = "2024-04-19") -> Citation:
    return Citation(
        n=n,
        document="протокол.docx",
        title="Протокол № 3",
        date=date,
        page=page,
        quote=quote,
        start=0,
        end=len(quote),
    )


def answer(question: str, text: str, short: str | None = None, quote: str = "цитата") -> Answer:
    return Answer(
        question=question,
        language="ru",
        answer=text,
        short_answer=short,
        values=[],
        abstained=False,
        confidence=0.9,
        citations=[citation(1, quote, page=4)],
        question_understood_as=question,
    )


def text_of(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", ["Источники", "19 апреля 2024", "стр. 4"]),
        ("en", ["Sources", "19 April 2024", "p. 4"]),
        ("uz", ["Manbalar", "2024-yil 19-aprel", "4-bet"]),
        ("kk", ["Дереккөздер", "2024 жылғы 19 сәуір", "4-бет"]),
    ],
)
def test_an_answer_names_question_short_answer_sentences_and_sources(
    language: str, expected: list[str]
) -> None:
    given = [answer("Когда прошла конференция?", "Она прошла 18 апреля. [1]", "18 апреля 2024 года")]
    for text in (text_of(answer_docx(given, language)), rendered(answer_markdown(given, language))):
        for words in (
            "Когда прошла конференция?",
            "18 апреля 2024 года",
            "Она прошла 18 апреля. [1]",
            "[1] Протокол № 3 · протокол.docx",
            "«цитата»",
            *expected,
        ):
            assert words in text


def rendered(markdown: str) -> str:
    """The text that a reader of the Markdown sees."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return "\n".join("".join(child.content for child in token.children) for token in tokens if token.children)


def test_a_conversation_keeps_its_order() -> None:
    given = [answer("Первый вопрос?", "Да. [1]"), answer("Второй вопрос?", "Нет. [1]")]
    text = text_of(answer_docx(given, "ru"))
    assert text.startswith("Вопросы и ответы\nПервый вопрос?")
    assert text.index("Да. [1]") < text.index("Второй вопрос?") < text.index("Нет. [1]")


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "1. не список", "- не список", "2) нет", "a_b_c **d**", "`код`", "C:\\путь", "~~нет~~ $x$"],
)
def test_markdown_shows_text_from_documents_as_it_stands(text: str) -> None:
    markdown = MarkdownIt("commonmark", {"html": True, "linkify": False})
    tokens = [one for token in markdown.parse(escaped(text)) for one in token.children or []]
    assert {token.type for token in tokens} <= {"text", "text_special", "softbreak"}
    assert "".join(token.content for token in tokens) == text


def test_docx_holds_text_alone() -> None:
    data = answer_docx([answer(HOSTILE, HOSTILE + " [1]", quote="знак\x0b\x00\x1fи\ud83d")], "ru")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        body = archive.read("word/document.xml").decode()
    assert not any("vba" in name.lower() or "embed" in name.lower() or "media" in name for name in names)
    assert "hyperlink" not in body and "instrText" not in body
    assert HOSTILE in text_of(data)


def test_a_brief_numbers_its_sources_once() -> None:
    lines = [
        Line(text="Совет учреждён 18 мая 2021 года", citations=[citation(1, "18 мая 2021 года")]),
        Line(text="Председатель — М. Орзуева", citations=[citation(1, "18 мая 2021 года")]),
        Line(text="Kengash qarori", citations=[citation(2, "Kengash qarori", date=None)]),
    ]
    brief = Brief(title="Коротко", language="ru", sections=[Section(title="О совете", lines=lines)])
    for text in (text_of(brief_docx(brief)), rendered(brief_markdown(brief))):
        assert "Совет учреждён 18 мая 2021 года [1]" in text
        assert text.count("[1] Протокол № 3") == 1
        assert "без даты" in text


def test_a_file_is_written_by_its_ending(tmp_path: Path) -> None:
    page = answer_page([answer("Вопрос?", "Ответ. [1]")], "ru")
    for name in ("a.docx", "b.md", "c.MD"):
        write(page, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100
    with pytest.raises(KengashError) as error:
        write(page, tmp_path / "a.pdf")
    assert error.value.code == "export-type"
    with pytest.raises(KengashError) as error:
        write(page, tmp_path / "no" / "a.md")
    assert error.value.code == "export-unwritable"


def test_notes_and_odd_file_names_go_along() -> None:
    given = answer("Когда?", "18 апреля. [1]").model_copy(update={"notes": ["Два предложения опущены."]})
    odd = given.citations[0].model_copy(update={"document": "про\x01токол.txt"})
    given = given.model_copy(update={"citations": [odd]})
    for text in (text_of(answer_docx([given], "ru")), rendered(answer_markdown([given], "ru"))):
        assert "Два предложения опущены." in text
        assert "про токол.txt" in text
