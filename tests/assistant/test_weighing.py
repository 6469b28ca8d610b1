"""Which sentences speak for an answer: lines that only say when a text was written hardly do."""

import pytest

from assistant.evidence import Sentence, asked, weigh
from assistant.question import understand
from assistant.weighing import best_sentences, is_stamp
from ingest.dates import PartialDate
from ingest.document import Language, Metadata
from tests.assistant.fakes import PlainWords, hits_of, paragraphs

WORDS = PlainWords()


def sentences(text: str, language: Language, question: str, **likeness: float) -> list[Sentence]:
    """Those of a text, weighed for a question; `likeness` is that of its sentences by their first word."""
    understood = understand(question, PartialDate.parse("2026-06-01"))
    hits = hits_of("a.txt", paragraphs(text), Metadata("", language))
    like = {
        hit.node.node_id: [
            (
                (hit.node.get_content().index(first), hit.node.get_content().index(first) + len(first)),
                value,
            )
            for first, value in likeness.items()
            if first in hit.node.get_content()
        ]
        for hit in hits
    }
    return best_sentences(weigh(hits, asked(understood, WORDS), WORDS, like), understood, ())


@pytest.mark.parametrize(
    ("line", "language", "stamp"),
    [
        ("Обновлено 20 января 2025 года", "ru", True),
        ("Yangilangan sana: 2025-yil 20-yanvar", "uz", True),
        ("Tashkent, 5 May 2024", "en", True),
        ("2024 жылғы 27 қараша, Алматы", "kk", True),
        ("Мост через реку открыли 5 мая 2026 года.", "ru", False),
        ("Markaz 2023-yil 1-apreldan kechayu kunduz ishlaydi.", "uz", False),
        ("5 мая 2026 года | открытие", "ru", False),
        ("Приложение к протоколу", "ru", False),
    ],
)
def test_a_stamp_is_little_but_a_date(line, language, stamp):
    text = f"{line}\nВторая строка говорит о другом и стоит здесь для порядка.\n"
    (found,) = [one for one in sentences(text, language, "Когда?") if one.text == line]
    assert is_stamp(found) is stamp


def test_a_day_asked_for_is_not_that_of_the_stamp():
    text = "Линия обновлена 20 января 2025 года\nЛиния стала круглосуточной 1 апреля 2023 года.\n"
    assert "апреля" in sentences(text, "ru", "Когда линия стала круглосуточной?")[0].text


def test_a_sentence_like_the_question_as_a_whole_is_read_first():
    text = "Забота о пожилых поручена волонтёрам из школ.\nО мостах говорили долго, но ничего не решили.\n"
    question = "Кто присматривает за стариками?"
    assert sentences(text, "ru", question, Забота=3.0)[0].text.startswith("Забота")
    assert sentences(text, "ru", question, мостах=3.0)[0].text.startswith("О мостах")
