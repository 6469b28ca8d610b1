"""Checking claims: verdicts on small archives in several languages, and what cannot be checked."""

import pytest
from llama_index.core.schema import NodeWithScore

from assistant.claims.checking import Checker
from assistant.claims.splitting import MAX_TEXT, claims_in
from index.filters import Filters
from index.glossary import Glossary
from index.vocabulary import Vocabulary
from ingest.dates import PartialDate
from ingest.document import Kind, Language, Metadata
from ingest.errors import KengashError
from tests.assistant.fakes import PlainWords, hits_of, paragraphs

Document = tuple[str, Language, Kind, str, str]
"""Name, language, kind, date, text."""

CONFERENCE: Document = (
    "conference.txt",
    "ru",
    "press-release",
    "2024-11-28",
    "Итоги конференции\n27 ноября в Бухаре прошла конференция по реинтеграции. "
    "В конференции приняли участие 38 специалистов. Доклад представила Малика Юсупова.\n",
)
REPORT: Document = (
    "report.txt",
    "ru",
    "report",
    "2024-02-01",
    "Отчёт\nСопровождение по программе «Мост» в 2023 году получали 214 человек.\n",
)
CORRECTION: Document = (
    "correction.txt",
    "ru",
    "correction",
    "2024-06-01",
    "Уточнение\nСопровождение по программе «Мост» в 2023 году получали 198, а не 214 человек.\n",
)
LINE: Document = (
    "line.txt",
    "uz",
    "other",
    "2025-01-20",
    "Ishonch telefoni\nIshonch telefoni 2022-yil 1-iyulda ishga tushgan.\n",
)


def checker(*documents: Document) -> Checker:
    """A checker whose search finds everything."""
    hits: list[NodeWithScore] = []
    for name, language, kind, date, text in documents:
        metadata = Metadata(title=text.splitlines()[0], language=language, kind=kind, date=date)
        hits += hits_of(name, paragraphs(text), metadata)

    def find(query: str, k: int, filters: Filters) -> list[NodeWithScore]:
        return hits[:k]

    return Checker(find, PlainWords(), Vocabulary, Glossary(), lambda: PartialDate(2026, 6, 1))


@pytest.mark.parametrize(
    ("documents", "claim", "verdict"),
    [
        ([CONFERENCE], "27 ноября 2024 года в Бухаре прошла конференция по реинтеграции.", "supported"),
        ([CONFERENCE], "В ноябре 2024 года в Бухаре прошла конференция по реинтеграции.", "supported"),
        ([CONFERENCE], "В конференции приняли участие около 40 специалистов.", "supported"),
        ([CONFERENCE], "В конференции приняли участие 60 специалистов.", "refuted"),
        ([CONFERENCE], "28 ноября 2024 года в Бухаре прошла конференция по реинтеграции.", "refuted"),
        ([CONFERENCE], "Мэр города подарил школе новый автобус.", "not_enough_info"),
        ([LINE], "Ishonch telefoni 2022-yil 1-iyulda ishga tushgan.", "supported"),
        ([LINE], "Ishonch telefoni 2023-yil 1-iyulda ishga tushgan.", "refuted"),
        (
            [REPORT, CORRECTION],
            "Сопровождение по программе «Мост» в 2023 году получали 198 человек.",
            "supported",
        ),
        (
            [REPORT, CORRECTION],
            "Сопровождение по программе «Мост» в 2023 году получали 214 человек.",
            "refuted",
        ),
    ],
)
def test_verdicts(documents: list[Document], claim: str, verdict: str) -> None:
    assert checker(*documents).check(claim).verdict == verdict


def test_the_differing_part_is_named_with_what_was_found() -> None:
    found = checker(LINE).check("Ishonch telefoni 2023-yil 1-iyulda ishga tushgan.")
    (difference,) = found.differences
    assert (difference.kind, difference.claimed) == ("date", "2023-yil 1-iyulda")
    assert "2022" in difference.found
    citation = found.citations[0]
    assert LINE[4][citation.start : citation.end] == citation.quote


def test_an_empty_archive_tells_nothing() -> None:
    found = checker().check("Конференция прошла в Бухаре.")
    assert (found.verdict, found.citations) == ("not_enough_info", [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-claim"),
        (" … ", "empty-claim"),
        ("слово " * 1000, "claim-too-long"),
        ("\x00\x01\x02PK\x03", "text-not-text"),
    ],
)
def test_what_is_no_claim_is_refused(text: str, code: str) -> None:
    with pytest.raises(KengashError) as refused:
        checker(CONFERENCE).check(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Здравствуйте!\nКонференция прошла 27 ноября в Бухаре. Кто её открыл? Её открыла Малика Юсупова.",
            ["Конференция прошла 27 ноября в Бухаре.", "Её открыла Малика Юсупова."],
        ),
        (
            "Konferensiya Buxoroda boʻlib oʻtdi. Unda 38 nafar mutaxassis qatnashdi.",
            ["Konferensiya Buxoroda boʻlib oʻtdi.", "Unda 38 nafar mutaxassis qatnashdi."],
        ),
        ("Привет. Да.", []),
    ],
)
def test_a_text_is_cut_into_its_claims_in_place(text: str, claims: list[str]) -> None:
    assert [text[start:end] for start, end in claims_in(text)] == claims


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n ", "empty-claim"),
        ("а" * (MAX_TEXT + 1), "text-too-long"),
        ("\x89PNG\x00\x00\x00\x01\x02", "text-not-text"),
    ],
)
def test_what_is_no_text_is_refused(text: str, code: str) -> None:
    with pytest.raises(KengashError) as refused:
        claims_in(text)
    assert refused.value.code == code


def test_a_whole_text_is_checked_claim_by_claim() -> None:
    text = "Конференция прошла 27 ноября 2024 года в Бухаре.\nДоклад представила Малика Юсупова."
    placed = list(checker(CONFERENCE).check_text(text))
    assert [(one.done, one.total) for one in placed] == [(1, 2), (2, 2)]
    assert [text[one.start : one.end] for one in placed] == [one.verdict.claim for one in placed]
