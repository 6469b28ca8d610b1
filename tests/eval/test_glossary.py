from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from eval.glossary import score_glossary
from eval.questions import GoldTerm


@dataclass(frozen=True)
class Quote:
    document: str
    quote: str


@dataclass(frozen=True)
class Entry:
    term: str
    abbreviations: Sequence[str] = ()
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    definition: str | None = None
    citations: Sequence[Quote] = ()


@pytest.mark.parametrize(
    ("entry", "recall", "precision"),
    [
        (Entry("Совета сообществ Долины"), 0.5, 1.0),
        (Entry("Council", abbreviations=["VCC"]), 0.5, 1.0),
        (Entry("Kengash", names={"uz": ["Vodiy jamoalari kengashi"]}), 0.5, 1.0),
        (Entry("Совет"), 0.0, 0.0),
        (
            Entry("Фонд малых грантов", ["ФМГ"], citations=[Quote("a", "Фонд малых грантов (ФМГ) открыт")]),
            0.0,
            1.0,
        ),
        (
            Entry("Триггер", definition="звук или слово", citations=[Quote("a", "триггер: звук, слово")]),
            0.0,
            1.0,
        ),
        (Entry("Триггер", definition="случай", citations=[Quote("a", "триггер: звук, запах")]), 0.0, 0.0),
    ],
    ids=[
        "case ending",
        "abbreviation",
        "other language",
        "half a name",
        "borne out",
        "defined",
        "not borne out",
    ],
)
def test_terms_are_found_by_any_name(entry, recall, precision):
    gold = [
        GoldTerm(("Совет сообществ Долины", "VCC", "Vodiy jamoalari kengashi"), ("a.txt",)),
        GoldTerm(("Махалля",), ("b.txt",)),
    ]
    glossary, failures = score_glossary(gold, [entry])
    assert (glossary.recall, glossary.precision) == (recall, precision)
    assert len(failures) == (2 - 2 * recall) + (1 - precision)


def test_nothing_given_is_nothing_found():
    glossary, failures = score_glossary([GoldTerm(("Махалля",), ())], [])
    assert (glossary.recall, glossary.precision, len(failures)) == (0.0, 0.0, 1)
