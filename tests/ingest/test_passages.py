from itertools import pairwise
from pathlib import Path

import pytest
from llama_index.core.schema import Document, NodeRelationship

from ingest.document import Block, ExtractedText, Metadata
from ingest.file import FileReader, read_file
from ingest.passages import PassageParser, cut, page_of
from ingest.readers.base import TextBuilder
from ingest.sentences import block_spans
from ingest.settings import IngestSettings

DATA = Path(__file__).parents[1] / "data"
ABOUT = Metadata(title="Протокол", language="ru", kind="minutes", date="2024-03-14")
SMALL = IngestSettings(passage_words=20, passage_overlap=0.4)
SENTENCE = "Сессия рассмотрела вопрос номер {} и приняла решение единогласно."  # 9 words


def extracted(*blocks: tuple[str, str]) -> ExtractedText:
    """Blocks of (kind, text); "heading2" is a heading of level 2."""
    builder = TextBuilder()
    for kind, text in blocks:
        level = int(kind[-1]) if kind.startswith("heading") else 0
        builder.add(kind.rstrip("123456"), text, level)  # type: ignore[arg-type]
    return builder.build()


def texts(text: ExtractedText, settings: IngestSettings = SMALL) -> list[str]:
    return [text.text[c.start : c.end] for c in cut(text, settings)]


def test_passages_are_whole_sentences_and_overlap_by_them() -> None:
    text = extracted(("paragraph", " ".join(SENTENCE.format(n) for n in range(8))))
    sentences = set(block_spans(text.text, text.blocks))
    cuts = cut(text, IngestSettings(passage_words=25, passage_overlap=0.4))
    assert len(cuts) > 2
    for before, after in pairwise(cuts):
        assert before.start < after.start < before.end < after.end
    starts, ends = {a for a, _ in sentences}, {b for _, b in sentences}
    assert all(c.start in starts and c.end in ends for c in cuts)


@pytest.mark.parametrize("overlap", [0.0, 0.25, 0.5])
def test_every_sentence_is_in_a_passage(overlap: float) -> None:
    text = extracted(("paragraph", " ".join(SENTENCE.format(n) for n in range(30))))
    cuts = cut(text, IngestSettings(passage_words=40, passage_overlap=overlap))
    for start, end in block_spans(text.text, text.blocks):
        assert any(c.start <= start and end <= c.end for c in cuts)
    shared = sum(max(a.end - b.start, 0) for a, b in pairwise(cuts))
    assert (shared > 0) == (overlap > 0)


def test_a_heading_stands_with_what_follows() -> None:
    long = " ".join(SENTENCE.format(n) for n in range(2))
    text = extracted(
        ("heading1", "Протокол"), ("paragraph", long), ("heading2", "1. Бюджет"), ("paragraph", long),
        ("heading2", "2. Разное"), ("paragraph", long),
    )  # fmt: skip
    cuts = cut(text, SMALL)
    assert [text.text[c.start :].split("\n")[0] for c in cuts] == ["Протокол", "1. Бюджет", "2. Разное"]
    assert [c.heading for c in cuts] == [("Протокол",), ("Протокол", "1. Бюджет"), ("Протокол", "2. Разное")]


def test_a_list_stands_with_the_line_that_introduces_it() -> None:
    items = [("list-item", f"{n}) обучить медиаторов и психологов;") for n in range(4)]
    filler = ("paragraph", " ".join(SENTENCE.format(n) for n in range(2)))
    found = texts(extracted(filler, ("paragraph", "Совет намерен в новом году:"), *items))
    assert not any(passage.endswith(":") for passage in found)
    assert any("Совет намерен в новом году:\n\n0) обучить" in passage for passage in found)


def test_rows_are_whole_and_know_their_header() -> None:
    rows = [("table-row", f"Город {n} | {n * 10} | примечание о поездке") for n in range(12)]
    text = extracted(("heading1", "Итоги"), ("table-row", "Город | Человек | Примечание"), *rows)
    cuts = cut(text, SMALL)
    assert len(cuts) > 1
    assert cuts[0].table_header == ""
    assert all(c.table_header == "Город | Человек | Примечание" for c in cuts[1:])
    row_ends = {block.end for block in text.blocks}
    assert all(c.end in row_ends for c in cuts)


def test_a_short_rest_joins_the_passage_before() -> None:
    text = extracted(("paragraph", " ".join(SENTENCE.format(n) for n in range(3)) + " Спасибо всем."))
    assert texts(text)[-1].endswith("единогласно. Спасибо всем.")


@pytest.mark.parametrize("blocks", [[], [("heading1", "Только заголовок")], [("paragraph", "Слово.")]])
def test_little_text_gives_at_most_one_passage(blocks: list[tuple[str, str]]) -> None:
    assert len(cut(extracted(*blocks), SMALL)) == len(blocks)


def test_a_passage_says_where_it_stands() -> None:
    text = extracted(*[("paragraph", " ".join(SENTENCE.format(n) for n in range(3)))] * 3)
    half = text.blocks[1].start
    paged = ExtractedText(text.text, text.blocks, ((0, half), (half, len(text.text))))
    nodes = PassageParser(settings=SMALL).passages("2024/protokol.pdf", paged, ABOUT)
    assert len({node.node_id for node in nodes}) == len(nodes) > 2
    for node in nodes:
        assert node.start_char_idx is not None
        assert node.text == paged.text[node.start_char_idx : node.end_char_idx]
        assert node.metadata["page"] == (1 if node.start_char_idx < half else 2)
        expected = {
            "document": "2024/protokol.pdf", "title": "Протокол", "date": "2024-03-14", "language": "ru",
            "kind": "minutes", "heading": "",
        }  # fmt: skip
        assert {key: node.metadata[key] for key in expected} == expected


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (25, 3), (99, 3)])
def test_page_of_an_offset(offset: int, page: int) -> None:
    text = ExtractedText("x" * 30, (Block("paragraph", 0, 30),), ((0, 10), (10, 20), (20, 30)))
    assert page_of(text, offset) == page


def test_a_text_without_pages_has_no_page() -> None:
    assert page_of(extracted(("paragraph", "Текст.")), 0) is None


def test_llama_index_documents_are_cut_alike() -> None:
    path = DATA / "tashkent_conference.txt"
    parsed = read_file(path)
    own = PassageParser().passages(path.name, parsed.text, parsed.metadata)
    nodes = PassageParser().get_nodes_from_documents(FileReader().load_data(path))
    assert [n.get_content() for n in nodes] == [n.text for n in own]
    assert [(n.start_char_idx, n.end_char_idx) for n in nodes] == [
        (n.start_char_idx, n.end_char_idx) for n in own
    ]  # type: ignore[attr-defined]
    assert NodeRelationship.NEXT in nodes[0].relationships
    assert "blocks" not in nodes[0].metadata


def test_a_plain_document_of_llama_index_is_cut_by_its_lines() -> None:
    text = "Итоги года\n\n" + " ".join(SENTENCE.format(n) for n in range(4))
    nodes = PassageParser(settings=SMALL).get_nodes_from_documents([Document(text=text)])
    assert nodes[0].metadata["heading"] == "Итоги года"
    assert all(n.get_content() == text[n.start_char_idx : n.end_char_idx] for n in nodes)  # type: ignore[attr-defined]
