from datetime import date

import pytest

from assistant.assistant import Assistant
from assistant.timeline.merging import merged
from index.filters import Filters
from index.knowledge import Told
from index.records import Document
from ingest.dates import PartialDate
from ingest.document import Metadata
from ingest.findings import find
from tests.assistant.fakes import PlainWords, paragraphs

TODAY = PartialDate.of(date(2026, 6, 1))


def told(name: str, day: str, text: str, kind: str = "press-release", language: str = "ru") -> list[Told]:
    """What a document tells, its first line its title."""
    title = text.splitlines()[0]
    document = Document(name, None, name, name, 0, 0, title, day, "text", language, kind)
    found = find(paragraphs(text), Metadata(title, language, kind, day, "text"))
    return [Told(document, event) for event in found.events]


def timeline(*documents: list[Told]) -> list[tuple[str, str | None, str, list[str]]]:
    events = merged([event for document in documents for event in document], PlainWords(), TODAY)
    return [(e.date, e.date_end, e.status, [c.document for c in e.citations]) for e in events]


HELD = "Открыт центр «Таянч»\n\n15 апреля 2022 года\n\n14 апреля в Чарбулате открыт центр «Таянч»."
ANNOUNCED = "Откроется центр «Таянч»\n\n1 апреля 2022 года\n\n14 апреля в Чарбулате откроется центр «Таянч»."


def test_one_event_once_and_a_report_goes_before_the_announcement():
    documents = [
        told("anons.txt", "2022-04-01", ANNOUNCED, "announcement"),
        told("held.txt", "2022-04-15", HELD),
        told(
            "report.txt",
            "2023-02-01",
            "Отчёт за 2022 год\n\n14 апреля в Чарбулате открыт центр «Таянч».",
            "report",
        ),
    ]
    assert timeline(*documents) == [("2022-04-14", None, "held", ["held.txt", "report.txt", "anons.txt"])]
    assert timeline(documents[0]) == [("2022-04-14", None, "planned", ["anons.txt"])]


def test_a_month_is_the_day_within_it():
    report = told(
        "report.txt",
        "2023-02-01",
        "Отчёт за 2022 год\n\nВ апреле в Чарбулате открыт центр «Таянч».",
        "report",
    )
    assert timeline(told("held.txt", "2022-04-15", HELD), report) == [
        ("2022-04-14", None, "held", ["held.txt", "report.txt"])
    ]


def test_different_events_of_one_day_stay_apart():
    other = "Подписан меморандум\n\n15 апреля 2022 года\n\n14 апреля в Навдизе фонды подписали меморандум."
    assert len(timeline(told("held.txt", "2022-04-15", HELD), told("other.txt", "2022-04-15", other))) == 2


def test_a_day_that_another_took_the_place_of_is_moved():
    anons = told(
        "anons.txt",
        "2023-09-01",
        "Ярмарка вакансий «Первый шаг»\n\n1 сентября 2023 года\n\n"
        "Ярмарка вакансий «Первый шаг» состоится в Навдизе 14 сентября.",
        "announcement",
    )
    report = told(
        "report.txt",
        "2023-09-22",
        "Прошла ярмарка вакансий «Первый шаг»\n\n22 сентября 2023 года\n\n"
        "Вчера в Навдизе прошла ярмарка вакансий «Первый шаг».",
    )
    assert timeline(anons, report) == [
        ("2023-09-14", None, "moved", ["anons.txt"]),
        ("2023-09-21", None, "held", ["report.txt"]),
    ]


def test_one_event_told_in_several_languages(sample: Assistant):
    (event,) = [one for one in sample.timeline() if one.date == "2022-09-20"]
    documents = {document.name: document.language for document in sample.archive.documents()}
    assert {documents[citation.document] for citation in event.citations} == {"ru", "en"}


def test_next_months_session_is_no_change_of_this_months():
    plan = told("a.txt", "2024-01-10", "Анонс\n\nСессия совета состоится 22 февраля.", "announcement")
    other = told("b.txt", "2024-03-15", "Сессия\n\n14 марта состоялась сессия совета.")
    assert [event[2] for event in timeline(plan, other)] == ["planned", "held"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Поправки вступают в силу 1 ноября 2024 года.", "held"),
        ("Поправки вступают в силу 1 ноября 2030 года.", "planned"),
        ("Форум состоится 1 ноября 2024 года.", "planned"),
    ],
)
def test_what_is_decided_comes_to_pass_by_itself(text, status):
    assert [event[2] for event in timeline(told("a.txt", "2024-10-17", f"Тема\n\n{text}", "letter"))] == [
        status
    ]


def test_filters_limit_the_days_and_who_is_heard(sample: Assistant):
    everything = sample.timeline()
    assert everything == sample.timeline()
    assert [event.date for event in everything] == sorted(event.date for event in everything)
    year = sample.timeline(Filters(date_from="2024", date_to="2024"))
    assert year
    assert all((event.date_end or event.date) >= "2024" and event.date < "2025" for event in year)
    minutes = sample.timeline(Filters(kinds=("minutes",)))
    kinds = {document.name: document.kind for document in sample.archive.documents()}
    assert {kinds[citation.document] for event in minutes for citation in event.citations} == {"minutes"}
    uzbek = sample.timeline(Filters(languages=("uz",)))
    assert 0 < len(uzbek) < len(everything)


def test_every_quote_is_the_documents_text(sample: Assistant):
    events = sample.timeline()
    assert len(events) > 50
    for event in events:
        assert [citation.n for citation in event.citations] == list(range(1, len(event.citations) + 1))
        for citation in event.citations:
            text = sample.archive.text(citation.document).text
            assert text[citation.start : citation.end] == citation.quote
