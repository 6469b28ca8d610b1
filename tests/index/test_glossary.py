"""Other names of a thing, from the table and from documents."""

from pathlib import Path

import pytest

from index.analysis import tokenise, variants
from index.glossary import Entry, Glossary, find_abbreviations
from ingest.errors import KengashError

GLOSSARY = Glossary(
    [
        Entry(
            (
                ("ru", "Организация по безопасности и сотрудничеству в Европе"),
                ("ru", "ОБСЕ"),
                ("en", "OSCE"),
                ("uz", "YeXHT"),
                ("uz", "ЕХҲТ"),
                ("kk", "ЕҚЫҰ"),
            )
        ),
        Entry((("ru", "рабочая группа"), ("ru", "РГ"), ("en", "working group"), ("uz", "ishchi guruh"))),
        Entry((("ru", "группа"), ("en", "group"))),
    ]
)


@pytest.mark.parametrize(
    ("question", "span", "other"),
    [
        ("что сделала ОБСЕ", (2, 3), "OSCE"),
        ("What did the OSCE do", (3, 4), "ОБСЕ"),
        ("YeXHT nima qildi", (0, 1), "ОБСЕ"),
        ("ЕҚЫҰ не істеді", (0, 1), "OSCE"),
        ("в Организации по безопасности и сотрудничеству в Европе", (1, 8), "ОБСЕ"),
        ("руководитель рабочей группы", (1, 3), "ishchi guruh"),
        ("4-ishchi guruhning rahbari", (0, 2), "рабочая группа"),
    ],
)
def test_a_name_in_any_form_brings_the_others(question: str, span: tuple[int, int], other: str) -> None:
    [found] = GLOSSARY.spans([variants(word) for word in tokenise(question)])
    assert (found.start, found.end) == span
    assert other in found.others


def test_the_longest_name_wins() -> None:
    [found] = GLOSSARY.spans([variants(w) for w in ("рабочая", "группа")])
    assert "group" not in found.others


@pytest.mark.parametrize("question", ["", "кто и где", "организация праздника", "🙂"])
def test_no_name_is_made_up(question: str) -> None:
    assert GLOSSARY.spans([variants(word) for word in tokenise(question)]) == []


def test_the_shipped_table_is_read_whole() -> None:
    glossary = Glossary.load()
    assert len(glossary.entries) > 70
    assert all(name.strip() == name != "" for entry in glossary.entries for _, name in entry.names)
    assert any({"ОБСЕ", "OSCE", "YeXHT"} <= {name for _, name in entry.names} for entry in glossary.entries)


def test_an_unreadable_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(KengashError) as caught:
        Glossary.load(tmp_path / "none.csv")
    assert caught.value.code == "glossary-unreadable"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Вчера Совет сообществ Долины (ССД) собрался.", [("Совет сообществ Долины", "ссд")]),
        (
            "поддержал Региональный центр ООН по превентивной дипломатии для Центральной Азии (РЦПДЦА).",
            [("Региональный центр ООН по превентивной дипломатии для Центральной Азии", "рцпдца")],
        ),
        (
            "the Global Community Engagement and Resilience Fund (GCERF) and others",
            [("Global Community Engagement and Resilience Fund", "gcerf")],
        ),
        (
            "Фонд нового устойчивого содружества (далее – ФНУС)",
            [("Фонд нового устойчивого содружества", "фнус")],
        ),
        ("Vodiy jamoalari kengashi (VJK) tuzildi", [("Vodiy jamoalari kengashi", "vjk")]),
        ("Өңірлік сараптама кеңесі (ӨСК)", [("Өңірлік сараптама кеңесі", "өск")]),
        ("ССД — Совет сообществ Долины, создан", [("Совет сообществ Долины", "ссд")]),
        ("Приехали гости (ОБСЕ) и другие.", []),
        ("в 2024 году (см. ниже)", []),
        ("(РГ-4)", []),
    ],
)
def test_abbreviations_that_a_text_explains(text: str, pairs: list[tuple[str, str]]) -> None:
    assert find_abbreviations(text) == pairs
