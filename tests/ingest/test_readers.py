"""What each format gives: blocks, in order, as `kind text`."""

from collections.abc import Callable
from typing import Any

import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from llama_index.core.readers.base import BaseReader

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.docx import DocxReader
from ingest.readers.formats import FORMATS, reader_for
from ingest.readers.html import HtmlReader
from ingest.readers.md import MdReader
from ingest.readers.txt import TxtReader
from ingest.settings import IngestSettings

SHORT = {"heading": "h", "paragraph": "p", "list-item": "li", "table-row": "tr"}


def shown(extracted: ExtractedText) -> list[str]:
    """`h1 Title`, `p Text`, `li Item`, `tr a | b`; and that the blocks are exact."""
    end = 0
    lines = []
    for block in extracted.blocks:
        text = extracted.text[block.start : block.end]
        assert not extracted.text[end : block.start].strip()
        assert text == text.strip() != ""
        assert "\n" not in text
        end = block.end
        lines.append(f"{SHORT[block.kind]}{block.level or ''} {text}")
    assert end == len(extracted.text)
    return lines


TXT = {
    "title, date, paragraphs": (
        "\ufeffВ Ташкенте обсудили участие общин\r\n\r\n\r\n27 ноября текущего года состоялась "
        "встреча.\r\n\r\nИтоги подведены.",
        [
            "h1 В Ташкенте обсудили участие общин",
            "p 27 ноября текущего года состоялась встреча.",
            "p Итоги подведены.",
        ],
    ),
    "list": (
        "Решили:\n— утвердить бюджет;\n— назначить секретаря.\n1) Разное\n2) Прочее",
        ["p Решили:", "li — утвердить бюджет;", "li — назначить секретаря.", "li 1) Разное", "li 2) Прочее"],
    ),
    "wrapped lines": (
        "The Council met on Tuesday in the house of crafts and approved the\n"
        "budget for the coming year, although three of the members asked for\n"
        "more time to read it. The next session will be held in March, and the\n"
        "secretariat was asked to send the papers three weeks before it.\n",
        [
            "p The Council met on Tuesday in the house of crafts and approved the budget for the "
            "coming year, although "
            "three of the members asked for more time to read it. The next session will be held in "
            "March, and the "
            "secretariat was asked to send the papers three weeks before it."
        ],
    ),
    "one line wrapped": (
        "Участники конференции в Ташкенте договорились встретиться снова в мае 2025\n"
        "года в Самарканде.\nСледующий пункт повестки снят.",
        [
            "p Участники конференции в Ташкенте договорились встретиться снова в мае 2025 года в Самарканде.",
            "p Следующий пункт повестки снят.",
        ],
    ),
    "a blank line inside a sentence": (
        "Выступили эксперты Атлантической инициативы, Международного института правосудия, Фонда\n\n"
        "глобального взаимодействия и устойчивости.",
        [
            "p Выступили эксперты Атлантической инициативы, Международного института правосудия, "
            "Фонда глобального "
            "взаимодействия и устойчивости."
        ],
    ),
    "rows": ("Город\tЧеловек\nБайсара\t78\n", ["tr Город | Человек", "tr Байсара | 78"]),
    "markup stays text": ("Письмо читателя пришло.\n\n<b>Мост</b> & <script>x()</script>", None),
    "uzbek": (
        "Yig‘ilish bo‘ldi.\u00a0Qaror   qabul\u00adqilindi.",
        ["p Yig‘ilish bo‘ldi. Qaror qabulqilindi."],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TXT.values(), ids=TXT)
def test_txt(text: str, expected: list[str] | None) -> None:
    found = TxtReader().extract(text.encode())
    assert shown(found) == (expected or ["p Письмо читателя пришло.", "p <b>Мост</b> & <script>x()</script>"])


def test_md() -> None:
    text = """---
title: "Ma’lumotnoma"
date: 2025-01-20
---
# 1147 *ishonch* telefoni

**Liniya** bepul, [sayt](https://example.org) bor. `kod` & 5 < 6,
ikkinchi qator.

## Sonlar

| Yil | Qo‘ng‘iroqlar |
|---|---:|
| 2023 | **2 386** |

- ism so‘ralmaydi;
- yozib olinmaydi:
  1. birinchi
  2. ikkinchi

5. beshinchi

> Iqtibos.

![rasm](x.png)
"""
    found = MdReader().extract(text.encode())
    assert shown(found) == [
        "h1 1147 ishonch telefoni",
        "p Liniya bepul, sayt bor. kod & 5 < 6, ikkinchi qator.",
        "h2 Sonlar",
        "tr Yil | Qo‘ng‘iroqlar",
        "tr 2023 | 2 386",
        "li ism so‘ralmaydi;",
        "li yozib olinmaydi:",
        "li 1. birinchi",
        "li 2. ikkinchi",
        "li 5. beshinchi",
        "p Iqtibos.",
        "p rasm",
    ]
    assert found.properties == {"md-front:title": "Ma’lumotnoma", "md-front:date": "2025-01-20"}


HTML = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Совет учредил фонд | Совет</title>
<meta property="article:published_time" content="2022-11-07T09:30:00+05:00">
<script>var a = "<p>нет</p>";</script></head>
<body><header><nav><ul><li><a href="/1">Главная</a></li>
<li><a href="/2">Новости</a></li></ul></nav></header>
<main><article><h1>Совет учредил фонд</h1>
<p class="meta"><time datetime="2022-11-07">07.11.2022</time></p>
<p>Совет <b>сообществ</b>&nbsp;долины учредил фонд малых грантов,
он начнёт работу в следующем году.</p>
<h2>Условия</h2><ol start="3">
<li>Заявитель живёт в&shy; долине;</li><li>проект длится не больше года.</li></ol>
<table><caption>Бюджет</caption><tr><th>Статья</th><th>Сумма</th></tr>
<tr><td>Гранты</td><td>2 000</td></tr></table>
<p>Заявки принимаются<br>до 31 марта.</p></article>
<aside><h3>Читайте также</h3>
<ul><li><a href="/3">Расписание приёма граждан</a></li></ul></aside></main>
<div class="cookie" role="dialog">Сайт использует файлы cookie.</div>
<footer><p>© 2022 Совет</p></footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_html(encoding: str) -> None:
    data = HTML.replace("utf-8", encoding).replace("&shy;", "").encode(encoding, errors="xmlcharrefreplace")
    found = HtmlReader().extract(data)
    assert shown(found) == [
        "h1 Совет учредил фонд",
        "p Совет сообществ долины учредил фонд малых грантов, он начнёт работу в следующем году.",
        "h2 Условия",
        "li 3. Заявитель живёт в долине;",
        "li 4. проект длится не больше года.",
        "p Бюджет",
        "tr Статья | Сумма",
        "tr Гранты | 2 000",
        "p Заявки принимаются",
        "p до 31 марта.",
    ]
    assert found.properties["html-meta:date"].startswith("2022-11-07")
    assert found.properties["html-time:date"] == "2022-11-07"
    assert found.properties["html:title"] == "Совет учредил фонд | Совет"


@pytest.mark.parametrize("sign", ["\x01", "\x0c", "&#2;", "&#x1F;", "&#31"])
def test_html_with_control_characters(sign: str) -> None:
    page = f"<meta charset=utf-8><article>{sign}<p>Совет собрался{sign} в &#1084;ае.</p></article>"
    assert "Совет собрался в мае." in HtmlReader().extract(page.encode()).text


@pytest.mark.parametrize(
    ("start", "expected"),
    [("²", "1."), ("٣", "1."), ("7" * 5000, "1."), ("-4", "1."), ("", "1."), ("12", "12.")],
)
def test_html_list_starts_where_it_can(start: str, expected: str) -> None:
    page = f'<meta charset=utf-8><p>Совет решил:</p><ol start="{start}"><li>Утвердить план.</li></ol>'
    assert f"{expected} Утвердить план." in HtmlReader().extract(page.encode()).text


@pytest.mark.parametrize("charset", ["undefined", "punycode", "no-such", "rot13", "hex"])
def test_html_that_misstates_its_charset(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>Кеңес мүшелері бас қосты.</p>'
    assert "Кеңес мүшелері бас қосты." in HtmlReader().extract(page.encode()).text


@pytest.mark.parametrize("depth", [300, 5000])
def test_html_nested_too_deep_for_its_parser(depth: int) -> None:
    data = ("<html><body>" + "<div>" * depth + "<p>Текст &amp; смысл.</p>" + "</div>" * depth).encode()
    assert HtmlReader().extract(data).text == "Текст & смысл."


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<html></html>", b"<!-- -->", b"   "])
def test_html_without_text_is_empty(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        HtmlReader().extract(data)
    assert refusal.value.reason == "empty"


def test_docx(make_docx: Callable[[Callable[[Any], None]], bytes]) -> None:
    def write(document: Any) -> None:
        document.core_properties.title = "Протокол"
        document.add_heading("ПРОТОКОЛ № 4", 0)
        document.add_paragraph("8 декабря 2022 года")
        document.add_heading("Повестка дня", 1)
        document.add_paragraph("О бюджете.", style="List Number")
        document.add_paragraph("Разное.", style="List Number")
        document.add_paragraph("без номера", style="List Bullet")
        bold = document.add_paragraph()
        bold.add_run("Голосование").bold = True
        table = document.add_table(2, 2)
        for row, cells in enumerate((("Город", "Голос"), ("Байсара", "за"))):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        after = document.add_paragraph("Решение принято")
        after.add_run().add_break(WD_BREAK.LINE)
        after.add_run("единогласно.")
        changed = document.add_paragraph("Срок — ")
        changed._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>три</w:delText></w:r></w:del>"))
        changed._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>четыре года.</w:t></w:r></w:ins>"))

    found = DocxReader().extract(make_docx(write))
    assert shown(found) == [
        "h1 ПРОТОКОЛ № 4",
        "p 8 декабря 2022 года",
        "h2 Повестка дня",
        "li 1. О бюджете.",
        "li 2. Разное.",
        "li без номера",
        "h2 Голосование",
        "tr Город | Голос",
        "tr Байсара | за",
        "p Решение принято",
        "p единогласно.",
        "p Срок — четыре года.",
    ]
    assert found.properties == {"docx-properties:title": "Протокол"}


def test_docx_resolves_no_entities(make_docx: Callable[[Callable[[Any], None]], bytes]) -> None:
    import io
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(make_docx(lambda document: document.add_paragraph("Текст &x;"))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                head, mark, body = data.partition(b"<w:document")
                data = head + b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + mark + body
                data = data.replace("Текст &amp;x;".encode(), "Текст &x;".encode())
            package.writestr(name, data)
    try:
        text = DocxReader().extract(out.getvalue()).text
    except Refusal as refusal:
        assert refusal.reason == "corrupt"
    else:
        assert text == "Текст"


def test_text_beyond_the_limit_is_too_large() -> None:
    with pytest.raises(Refusal) as refusal:
        TxtReader(settings=IngestSettings(max_characters=100)).extract(("Слово. " * 50).encode())
    assert refusal.value.reason == "too-large"


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_readers_are_llama_index_readers(suffix: str) -> None:
    reader = reader_for(suffix)
    assert reader is not None
    assert issubclass(reader, BaseReader)
