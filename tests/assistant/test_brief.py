"""A newcomer's briefing: every line stands on what it cites."""

import re

import pytest

from assistant.answer import Citation
from assistant.assistant import Assistant
from assistant.brief import Brief, Line
from assistant.briefing.bearing import borne_out
from assistant.briefing.cues import tells
from assistant.texts import say
from eval.scoring import tokens
from index.filters import Filters
from ingest.dates import PartialDate, find_dates

LANGUAGES = ("ru", "en", "uz", "kk")
CAPITALISED = re.compile(r"(?<=[^\W\d_] )[^\W\d_a-zа-яёўқғҳәіңөүұһ][^\W\d_]{3,}")


@pytest.fixture(scope="module")
def brief(sample: Assistant) -> Brief:
    return sample.brief(language="ru")


def statements(brief: Brief) -> list[Line]:
    questions = say("brief_questions", brief.language)
    return [line for section in brief.sections if section.title != questions for line in section.lines]


def test_every_quote_is_verbatim(sample: Assistant, brief: Brief) -> None:
    cited = [citation for section in brief.sections for line in section.lines for citation in line.citations]
    assert cited
    for citation in cited:
        text = sample.archive.text(citation.document).text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip()


def test_every_line_is_borne_out(brief: Brief) -> None:
    """Names, numbers, dates and 70 % of the words stand in the quotes or in their documents' own data."""
    for line in statements(brief):
        evidence = "\n".join(f"{c.quote}\n{c.title}\n{c.document}\n{c.date}" for c in line.citations)
        there = set(tokens(evidence))
        mentions = list(find_dates(line.text))
        known = {day for citation in line.citations for day in days_of(citation)}
        rest = line.text
        for mention in sorted(mentions, key=lambda one: -one.start):
            days = [day.iso() for day in (mention.first, mention.last) if day is not None]
            assert all(any(one.startswith(day) or day.startswith(one) for one in known) for day in days), (
                line.text
            )
            rest = rest[: mention.start] + rest[mention.end :]
        words = tokens(rest)
        assert all(word in there for word in words if word[0].isdigit()), line.text
        for name in CAPITALISED.findall(rest):
            assert set(tokens(name)) <= there, (name, line.text)
        assert sum(word in there for word in words) >= 0.7 * len(words), line.text


def days_of(citation: Citation) -> set[str]:
    """Days that a quote and a title name, a day without a year in the document's, and the document's own."""
    written = PartialDate.parse(citation.date) if citation.date else None
    days = [
        day
        for text in (citation.quote, citation.title)
        for mention in find_dates(text, reference=written)
        for day in (mention.first, mention.last)
        if day is not None
    ]
    year = written.year if written is not None else None
    return {(day if day.year else day.with_year(year) or day).iso() for day in days} | {citation.date or ""}


def test_it_holds_what_a_newcomer_needs(brief: Brief) -> None:
    lines = {section.title: [line.text for line in section.lines] for section in brief.sections}
    assert [section.title for section in brief.sections] == [
        say(f"brief_{name}", "ru")
        for name in (
            "about",
            "bodies",
            "roles",
            "partners",
            "years",
            "topics",
            "decisions",
            "terms",
            "questions",
        )
    ]
    assert any("консультативный орган" in line for line in lines[say("brief_about", "ru")])
    assert any("18 мая 2021" in line for line in lines[say("brief_about", "ru")])
    chairs = next(line for line in lines[say("brief_roles", "ru")] if line.startswith("председатель:"))
    assert [name in chairs for name in ("Орзуева", "Балгабеков", "Темирова", "Коргулов", "Досбулатова")] == [
        True
    ] * 5
    assert len(lines[say("brief_questions", "ru")]) == 12


def test_citations_are_numbered_through(brief: Brief) -> None:
    places: dict[int, tuple[str, int, int]] = {}
    for section in brief.sections:
        for line in section.lines:
            assert line.citations, line.text
            for citation in line.citations:
                place = (citation.document, citation.start, citation.end)
                assert places.setdefault(citation.n, place) == place
    assert sorted(places) == list(range(1, len(places) + 1))
    assert len(set(places.values())) == len(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language(sample: Assistant, language: str) -> None:
    made = sample.brief(Filters(kinds=("charter",)), language=language)
    assert made.language == language
    assert made.title == say("brief_title", language)
    assert made.sections[0].title == say("brief_about", language)


def test_it_is_limited_to_a_stretch_of_time(sample: Assistant) -> None:
    made = sample.brief(Filters(date_from="2023", date_to="2023"), language="ru")
    assert made.sections
    cited = [citation for line in statements(made) for citation in line.citations]
    assert {citation.date[:4] for citation in cited if citation.date} == {"2023"}


@pytest.mark.parametrize(
    ("topic", "document"),
    [("молодёжь", "2024-05-30_yoshlar_loyihasi.txt"), ("youth", "2024-05-30_yoshlar_loyihasi.txt")],
)
def test_a_topic_is_found_in_every_language(sample: Assistant, topic: str, document: str) -> None:
    made = sample.brief(topic=topic, language="ru")
    assert topic in made.title
    cited = {citation.document for line in statements(made) for citation in line.citations}
    assert document in cited
    assert len(statements(made)) < len(statements(sample.brief(language="ru")))


def test_what_no_document_speaks_of_gives_an_empty_brief(sample: Assistant) -> None:
    assert sample.brief(topic="криптовалюта", language="ru").sections == []
    assert sample.brief(Filters(date_from="1990", date_to="1991"), language="ru").sections == []


def test_first_questions_are_answered_from_their_documents(sample: Assistant, brief: Brief) -> None:
    for line in brief.sections[-1].lines[:4]:
        answer = sample.ask(line.text)
        assert not answer.abstained
        assert {one.document for one in line.citations} & {one.document for one in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "Когда подписан меморандум с Фондом Нордвелл?",
        "«Onalar maktabi» qachon ochildi?",
        "Жазғы мектепке қанша маман қатысты?",
        "How many of the households were willing to help in 2024?",
    ],
)
def test_next_questions_are_new_and_answered(sample: Assistant, question: str) -> None:
    answer = sample.ask(question)
    found = sample.suggest(answer)
    assert 1 <= len(found) <= 3
    assert question not in found
    assert len(set(found)) == len(found)
    for one in found:
        assert not sample.ask(one).abstained


def test_a_refusal_suggests_nothing(sample: Assistant) -> None:
    answer = sample.ask("Когда подписан меморандум с Фондом Нордвелл?")
    assert sample.suggest(answer.model_copy(update={"abstained": True, "citations": []})) == []


def cite(quote: str, title: str = "Сообщение", date: str | None = "2024-11-30") -> Citation:
    return Citation(n=1, document="a.txt", title=title, date=date, page=None, quote=quote, start=0, end=1)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("27 ноября 2024 года: прошла конференция", "Конференция прошла 27 ноября текущего года.", True),
        ("28 ноября 2024 года: прошла конференция", "Конференция прошла 27 ноября текущего года.", False),
        ("Совет выделил 40 тысяч", "Совет выделил 40 тысяч сомов", True),
        ("Совет выделил 45 тысяч", "Совет выделил 40 тысяч сомов", False),
        ("председатель: Айгуль Сапарова", "Председатель Айгуль Сапарова открыла встречу.", True),
        ("председатель: Анна Сапарова", "Председатель Айгуль Сапарова открыла встречу.", False),
        ("Совет закупил школьные учебники и парты", "Совет открыл летнюю школу.", False),
        ("2024-yil 27-noyabr: konferensiya o‘tdi", "Konferensiya 2024-yil 27-noyabrda o‘tdi.", True),
        ("27 November 2024: the conference was held", "The conference was held on 27 November.", True),
        ("2024 жылғы 27 қараша: конференция өтті", "Конференция 2024 жылғы 27 қарашада өтті.", True),
        ("2024 йил 27 ноябрь: анжуман ўтди", "Анжуман 2024 йил 27 ноябрда ўтди.", True),
    ],
)
def test_what_bears_a_line_out(text: str, quote: str, expected: bool) -> None:
    assert borne_out(text, [cite(quote)]) is expected


def test_nothing_stands_without_citations() -> None:
    assert not borne_out("Совет создан", [])


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("В Бухаре учреждён Совет", "founded"),
        ("The Council was established in 2021", "founded"),
        ("Kengash 2021-yilda tashkil etildi", "founded"),
        ("Кенгаш 2021 йилда ташкил этилди", "founded"),
        ("Кеңес 2021 жылы құрылды", "founded"),
        ("Подписан меморандум о сотрудничестве", "partners"),
        ("Hamkorlar bilan kelishuv imzolandi", "partners"),
        ("Серіктестермен келісім жасалды", "partners"),
    ],
)
def test_cues_hold_in_every_language(text: str, cue: str) -> None:
    assert tells(text, cue)
