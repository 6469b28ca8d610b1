"""The whole question set of the sample: what every answer owes, whether it is right or not."""

import json
import re

import pytest

from assistant.assistant import Assistant
from index.filters import Filters
from tests.conftest import SAMPLE

QUESTIONS = [json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text("utf-8").splitlines()]
NUMBER = re.compile(r"\[(\d+)\]")


def test_every_quote_is_verbatim_and_every_sentence_cited(sample: Assistant) -> None:
    answered = 0
    for row in QUESTIONS:
        answer = sample.ask(row["question"])
        if answer.abstained:
            # Only what a question takes for granted is denied with a quote.
            assert all(f"[{citation.n}]" in answer.answer for citation in answer.citations)
            assert answer.short_answer is None
            continue
        answered += 1
        assert answer.citations, row["id"]
        for citation in answer.citations:
            text = sample.archive.text(citation.document).text
            assert text[citation.start : citation.end] == citation.quote, row["id"]
        numbers = {int(n) for n in NUMBER.findall(answer.answer)}
        assert numbers >= {citation.n for citation in answer.citations}, row["id"]
        assert answer.answer.rstrip().endswith("]"), row["id"]
    assert answered > len(QUESTIONS) / 2


def test_search_finds_a_gold_document_among_five(sample: Assistant) -> None:
    asked = [row for row in QUESTIONS if row["gold_docs"] and "previous" not in row]
    hit = 0
    for row in asked:
        found = dict.fromkeys(result.document for result in sample.search(row["question"], 40))
        hit += bool(set(list(found)[:5]) & set(row["gold_docs"]))
    assert hit >= 0.85 * len(asked)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "а",
        "?",
        "🙂🙂",
        "«»—…",
        "кто " * 25_000,
        "Кто who kim кім қ ў 2024",
        "\x00\ufffd",
        "' OR 1=1 --",
    ],
)
def test_odd_queries_come_back_in_order(sample: Assistant, query: str) -> None:
    assert isinstance(sample.search(query), list)
    answer = sample.ask(query)
    assert answer.abstained or answer.citations


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(languages=("en",)), lambda result: result.language == "en"),
        (Filters(date_from="2025-01-01"), lambda result: result.date >= "2025"),
        (Filters(date_to="2021-12-31"), lambda result: result.date < "2022"),
        (
            Filters(documents=("ustav_ssd_2021.docx",)),
            lambda result: result.document == "ustav_ssd_2021.docx",
        ),
    ],
)
def test_filters_hold(sample: Assistant, filters: Filters, allowed: object) -> None:
    results = sample.search("Совет Council кеңес kengash", 20, filters)
    assert results
    assert callable(allowed)
    assert all(allowed(result) for result in results)


def test_one_conversation_never_reads_another(sample: Assistant) -> None:
    sample.ask("Когда был учреждён Совет сообществ Долины?", "anna")
    other = sample.ask("А в каком городе это происходило?", "bek")
    assert other.question_understood_as == "А в каком городе это происходило?"


def test_snapshots_of_a_stream_grow_into_the_answer(sample: Assistant) -> None:
    snapshots = list(sample.stream("Кто был первым исполнительным секретарём?"))
    assert snapshots
    assert all(snapshots[-1].answer.startswith(snapshot.answer) for snapshot in snapshots)
    assert snapshots[-1].answer == sample.ask("Кто был первым исполнительным секретарём?").answer
