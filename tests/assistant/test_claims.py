"""Checking claims: verdicts on small archives in several languages, and what cannot be checked."""

import pytest
from llama_index.core.schema import NodeWithScore

from assistant.claims.checking import Checker, Reason, differences_of
from assistant.claims.judging import ranked
from assistant.claims.names import roles
from assistant.claims.parts import claim_language
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


NEXT_LINE: Document = (
    "line_cyrillic.txt",
    "uz",
    "other",
    "2025-01-20",
    "Ишонч телефони\nИшонч телефони 2022 йил 1 июлда ишга тушган. Суҳбат ёзиб олинмайди.\n",
)
MINUTES: Document = (
    "minutes.txt",
    "ru",
    "minutes",
    "2024-12-10",
    "Протокол сессии\nРешили: разместить хаб занятости в Ташкенте. "
    "Голосовали: за — 3 (Ташкент, Бухара, Наманган), против — 1 (Андижан), воздержались — 1 (Самарканд).\n"
    "Присутствовали на сессии: М. Орзуева (Ташкент), Н. Кайсархан (Бухара), Д. Эргашпур (Самарканд).\n",
)
GRANTS: Document = (
    "grants.txt",
    "ru",
    "press-release",
    "2023-05-24",
    "Итоги конкурса грантов\nПо городам победители конкурса грантов распределились так: "
    "Ташкент — 4 проекта, Бухара — 3 проекта, Андижан — 5 проектов.\n",
)
SCHOOL: Document = (
    "school.txt",
    "kk",
    "press-release",
    "2023-07-03",
    "Жазғы мектеп аяқталды\nЖазғы мектепке 48 маман қатысты: 21 мұғалім, 15 әлеуметтік қызметкер "
    "және 12 психолог.\n",
)
SURVEY: Document = (
    "survey.txt",
    "en",
    "review",
    "2024-09-05",
    "Survey of neighbours\nWillingness to help a returning family rose from 66 to 74 per cent.\n"
    "The survey of neighbours covered 1,450 residents in May 2024.\n",
)


def checker(*documents: Document, reason: Reason | None = None) -> Checker:
    """A checker whose search finds everything."""
    hits: list[NodeWithScore] = []
    for name, language, kind, date, text in documents:
        metadata = Metadata(title=text.splitlines()[0], language=language, kind=kind, date=date)
        hits += hits_of(name, paragraphs(text), metadata)

    def find(query: str, k: int, filters: Filters) -> list[NodeWithScore]:
        return hits[:k]

    return Checker(find, PlainWords(), Vocabulary, Glossary(), lambda: PartialDate(2026, 6, 1), reason)


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
        ([NEXT_LINE], "Ишонч телефони 2022 йил 1 июлда ишга тушган.", "supported"),
        ([NEXT_LINE], "Ишонч телефони 2023 йил 1 июлда ишга тушган.", "refuted"),
        ([LINE], "Ишонч телефони 2022 йил 1 июлда ишга тушган.", "supported"),
        ([NEXT_LINE], "Ishonch telefoni 2022-yil 1-iyulda ishga tushgan.", "supported"),
        ([GRANTS], "По городам победители конкурса грантов: Андижан — 5 проектов.", "supported"),
        ([GRANTS], "По городам победители конкурса грантов: Бухара — 5 проектов.", "refuted"),
        ([SCHOOL], "Жазғы мектепке 21 мұғалім қатысты.", "supported"),
        ([SCHOOL], "Жазғы мектепке 12 мұғалім қатысты.", "refuted"),
        ([SURVEY], "The survey of neighbours covered about 1,500 residents in May 2024.", "supported"),
        ([SURVEY], "The survey of neighbours covered 2,450 residents in May 2024.", "refuted"),
        ([SURVEY], "Willingness to help a returning family fell from 66 to 74 per cent.", "refuted"),
        ([MINUTES], "Решили разместить хаб занятости в Ташкенте.", "supported"),
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


@pytest.mark.parametrize(
    ("document", "claim", "claimed", "found"),
    [
        (MINUTES, "Голосовали: Самарканд — против.", "Самарканд — против", "воздержались"),
        (MINUTES, "На сессии присутствовал Д. Эргашпур из Андижана.", "Андижана", "Самарканд"),
        (GRANTS, "По городам победители конкурса грантов: Бухара — 5 проектов.", "5 проектов", "3 проекта"),
        (SCHOOL, "Жазғы мектепке 12 мұғалім қатысты.", "12 мұғалім", "21 мұғалім"),
        (NEXT_LINE, "Суҳбат ёзиб олинади.", "олинади", "олинмайди"),
    ],
)
def test_what_differs_is_what_stands_in_its_place(
    document: Document, claim: str, claimed: str, found: str
) -> None:
    checking = checker(document)
    refuting = ranked(checking.options(checking.read(claim)), "refuted")
    difference = differences_of(refuting[0][0])[0]
    assert (difference.claimed, difference.found) == (claimed, found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Сопровождение семьи длится не менее двенадцати месяцев.", "ru"),
        ("Бахор Турсунмирова окончила медицинский институт.", "ru"),
        ("Kuzatuvchi majlisda ovoz bermaydi.", "uz"),
        ("Кузатувчи мажлисда овоз бермайди, деди раис.", "uz"),
        ("Құрылтай конференциясы Байсарада өтті.", "kk"),
        ("The quorum of the session is four towns.", "en"),
    ],
)
def test_the_language_of_a_claim(text: str, language: str) -> None:
    assert claim_language(text) == language


@pytest.mark.parametrize(
    ("text", "name", "offices"),
    [
        ("Председатель Совета Айгерим Досбулатова", "Айгерим Досбулатова", {"chair"}),
        ("Директор хаба — Лола Айматова", "Лола Айматова", {"director"}),
        ("The mission was led by Marcus Teille", "Marcus Teille", {"head"}),
        ("Kengash raisi Shahnoza Temirova ochdi", "Shahnoza Temirova", {"chair"}),
        ("Кеңес төрағасы Айгерим Досбулатова", "Айгерим Досбулатова", {"chair"}),
        ("Доклад представила Малика Юсупова", "Малика Юсупова", set()),
    ],
)
def test_the_office_of_a_person(text: str, name: str, offices: set[str]) -> None:
    start = text.index(name)
    assert roles(text, start, start + len(name)) == offices


def test_a_reason_is_added_and_never_changes_the_verdict() -> None:
    plain = checker(LINE).check("Ishonch telefoni 2023-yil 1-iyulda ishga tushgan.")
    told = checker(LINE, reason=lambda verdict, language: f"{language}: {len(verdict.citations)}").check(
        "Ishonch telefoni 2023-yil 1-iyulda ishga tushgan."
    )
    assert told.explanation == f"{plain.explanation} uz: 1"
    assert (told.verdict, told.differences) == (plain.verdict, plain.differences)


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
        (
            "Конференция прошла в Бухаре\n27 ноября при участии\nгостей из пяти стран.",
            ["Конференция прошла в Бухаре\n27 ноября при участии\nгостей из пяти стран."],
        ),
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
