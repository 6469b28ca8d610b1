"""What a reply says beside the answer: differences, premises, counts, refusals, corrections."""

import pytest

from assistant.assistant import Assistant
from assistant.intake import open_ingestion
from assistant.opening import open_assistant
from assistant.settings import load_settings

DOCUMENTS = {
    "konferenciya.txt": (
        "Конференция «Диалог культур» прошла в Самарканде\n\n15 мая 2023 года\n\n"
        "Конференция «Диалог культур» прошла в Самарканде 14 мая 2023 года. "
        "В ней приняли участие 120 человек. "
        "Открыл конференцию министр Алишер Каримов.\n\n"
        "Участники обсудили образование, культуру и туризм. Передовая практика махаллей получила поддержку.\n"
    ),
    "konferenciya_ispravlenie.txt": (
        "Конференция «Диалог культур» прошла в Самарканде (исправленная версия)\n\n17 мая 2023 года\n\n"
        "Конференция «Диалог культур» прошла в Самарканде 14 мая 2023 года. "
        "В ней приняли участие 135 человек. "
        "Открыл конференцию министр Алишер Каримов.\n\n"
        "Участники обсудили образование, культуру и туризм. Передовая практика махаллей получила поддержку.\n"
    ),
    "fond_2022.txt": (
        "Отчёт фонда за 2022 год\n\n1 февраля 2023 года\n\n"
        "В 2022 году бюджет фонда составил 40 тысяч долларов. Передовой практикой признан опыт Бухары.\n"
    ),
    "fond_2023.txt": (
        "Отчёт фонда за 2023 год\n\n1 февраля 2024 года\n\n"
        "В 2023 году бюджет фонда составил 55 тысяч долларов.\n"
    ),
    "forum.txt": (
        "Forum of women entrepreneurs\n\n8 March 2024\n\n"
        "The second forum of women entrepreneurs took place in Bukhara. It was opened by Dilnoza Rahimova.\n"
    ),
    "mahalla.txt": (
        "Mahallalar hamkorligi\n\n2024-yil 5-aprel\n\n"
        "O‘zaro yordam jamg‘armasi mahallalarga ko‘mak berdi. Yig‘ilishda o‘zaro yordam haqida so‘z bordi.\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("replies")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    settings = load_settings(store=folder / "store", today="2026-06-01", language="uz")
    with open_ingestion(settings) as ingestion:
        ingestion.run([folder / "documents"])
    return open_assistant(settings)


def test_both_values_are_told_where_copies_differ(assistant: Assistant) -> None:
    answer = assistant.ask("Сколько человек приняли участие в конференции «Диалог культур»?")
    cited = {citation.document for citation in answer.citations}
    assert {"konferenciya.txt", "konferenciya_ispravlenie.txt"} <= cited
    assert "120" in answer.answer
    assert "135" in answer.answer
    for citation in answer.citations:
        text = assistant.archive.text(citation.document).text
        assert text[citation.start : citation.end] == citation.quote


def test_what_a_question_takes_for_granted_is_denied(assistant: Assistant) -> None:
    answer = assistant.ask("Почему конференция «Диалог культур» прошла в Ташкенте?")
    assert answer.abstained
    assert answer.short_answer is None
    assert "Самарканде" in answer.citations[0].quote
    assert answer.answer.startswith("Документы говорят другое")


def test_a_phrase_is_counted_over_all_documents(assistant: Assistant) -> None:
    times = assistant.ask("Сколько раз в документах встречается «передовая практика»?")
    assert (times.short_answer or "").startswith("3 ")
    documents = assistant.ask("В скольких документах упоминается «Диалог культур»?")
    assert (documents.short_answer or "").startswith("2 ")
    uzbek = assistant.ask("“O'zaro yordam” hujjatlarda necha marta uchraydi?")
    assert (uzbek.short_answer or "").startswith("2 ")


def test_years_are_answered_each(assistant: Assistant) -> None:
    answer = assistant.ask("Как менялся бюджет фонда в 2022 и 2023 годах?")
    assert "2022: 40 тысяч" in (answer.short_answer or "")
    assert "2023: 55 тысяч" in (answer.short_answer or "")
    assert {citation.document for citation in answer.citations} == {"fond_2022.txt", "fond_2023.txt"}


def test_more_or_less_is_answered_with_both_values(assistant: Assistant) -> None:
    answer = assistant.ask("Был ли бюджет фонда в 2023 году больше, чем в 2022 году?")
    assert "40 тысяч" in (answer.short_answer or "")
    assert "55 тысяч" in (answer.short_answer or "")


def test_a_refusal_names_what_was_looked_for_and_the_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("Сколько стоит абонемент в бассейн?")
    assert answer.abstained
    assert answer.citations == []
    assert "бассейн" in answer.answer


def test_another_in_the_row_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("Where did the third forum of women entrepreneurs take place?").abstained


def test_a_question_can_be_corrected(assistant: Assistant) -> None:
    assistant.ask("Кто открыл конференцию «Диалог культур»?", "c")
    answer = assistant.ask("А бюджет?", "c", understood="Какой бюджет был у фонда в 2023 году?")
    assert answer.question == "А бюджет?"
    assert answer.question_understood_as == "Какой бюджет был у фонда в 2023 году?"
    assert "55 тысяч" in (answer.short_answer or "")


def test_an_empty_question_is_answered_in_the_language_of_the_settings(assistant: Assistant) -> None:
    answer = assistant.ask("???")
    assert answer.abstained
    assert answer.language == "uz"
