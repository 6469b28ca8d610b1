"""The sentences that claims are aligned with: the same matches as for questions, each sentence once."""

from dataclasses import replace

import numpy as np
import pytest
from llama_index.core.schema import NodeWithScore

from assistant.claims.parts import take_apart
from assistant.claims.pool import Reader
from assistant.evidence import weigh
from ingest.dates import PartialDate
from ingest.document import Language, Metadata
from tests.assistant.fakes import PlainWords, hits_of, paragraphs

WORDS = PlainWords()
TEXTS: dict[str, tuple[Language, str]] = {
    "ru.txt": ("ru", "Итоги\nВ Бухаре прошла конференция. Кто её открыл? Приняли участие 38 специалистов.\n"),
    "uz.txt": ("uz", "Yakunlar\nBuxoroda konferensiya boʻlib oʻtdi. Unda 38 mutaxassis qatnashdi.\n"),
    "kk.txt": ("kk", "Қорытынды\nБұхарада конференция өтті. Оған 38 маман қатысты.\n"),
    "en.txt": ("en", "Results\nA conference was held in Bukhara. It was attended by 38 specialists.\n"),
}


def hits() -> list[NodeWithScore]:
    """All passages, the first of them twice."""
    found = [
        hit
        for name, (language, text) in TEXTS.items()
        for hit in hits_of(name, paragraphs(text), Metadata(title=text.split("\n")[0], language=language))
    ]
    return [*found, found[0]]


@pytest.mark.parametrize(
    "text",
    [
        "В Бухаре прошла конференция, в ней участвовали 38 специалистов.",
        "Buxoroda konferensiya boʻlib oʻtdi, unda 38 mutaxassis qatnashdi.",
        "Бұхарада конференция өтті, оған 38 маман қатысты.",
        "A conference was held in Bukhara, 38 specialists attended.",
    ],
)
def test_matches_are_those_of_questions(text: str) -> None:
    claim = take_apart(text, PartialDate(2026, 6, 1), WORDS, lambda _: [])
    claim = replace(claim, asked=replace(claim.asked, keys=()))
    chosen = Reader(WORDS).pool(hits()).chosen(claim)
    expected = {(one.document, one.start): one for one in weigh(hits(), claim.asked, WORDS)}
    places = [(one.sentence.document, one.sentence.start) for one in chosen]
    assert len(places) == len(set(places))
    for one in chosen:
        other = expected[one.sentence.document, one.sentence.start]
        np.testing.assert_allclose(one.sentence.match, other.match, atol=1e-5)
        np.testing.assert_allclose(one.sentence.context, other.context, atol=1e-5)
        assert one.sentence.score == pytest.approx(other.score, abs=1e-4)


def test_a_question_tells_nothing() -> None:
    claim = take_apart("Конференцию открыла Малика.", PartialDate(2026, 6, 1), WORDS, lambda _: [])
    chosen = Reader(WORDS).pool(hits()).chosen(claim)
    assert chosen
    assert not any(one.sentence.text.endswith("?") for one in chosen)


def test_nothing_found_is_nothing_chosen() -> None:
    claim = take_apart("Конференцию открыла Малика.", PartialDate(2026, 6, 1), WORDS, lambda _: [])
    assert Reader(WORDS).pool([]).chosen(claim) == []


def test_a_pool_outlives_what_its_reader_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = take_apart("В Бухаре открыли конференцию.", PartialDate(2026, 6, 1), WORDS, lambda _: [])
    reader = Reader(WORDS)
    pool = reader.pool(hits())
    before = pool.cosines(claim.asked)
    monkeypatch.setattr("assistant.claims.pool.MOST_PASSAGES", 0)
    reader.pool(hits()[::-1])
    np.testing.assert_array_equal(pool.cosines(claim.asked), before)
