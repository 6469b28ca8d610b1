"""Which sentences make an answer, and their numbers."""

from assistant.composition import choose, compose
from assistant.evidence import Sentence, asked, weigh
from assistant.question import understand
from ingest.dates import PartialDate
from ingest.document import Metadata
from tests.assistant.fakes import PlainWords, hits_of, paragraphs

TEXT = """Форум женщин
Форум женщин прошёл в Навдизе 8 марта 2024 года.
Форум женщин собрал сто участниц из пяти городов.
Дождь лил весь день, и автобусы ходили редко.
"""


def ranked(question: str) -> list[Sentence]:
    words = PlainWords()
    weighed = asked(understand(question, PartialDate.parse("2026-06-01")), words)
    extracted = paragraphs(TEXT)
    return weigh(hits_of("forum.txt", extracted, Metadata("Форум женщин", "ru")), weighed, words)


def test_the_sentence_that_answers_comes_first_and_strangers_stay_out() -> None:
    sentences = ranked("Где прошёл форум женщин?")
    chosen = choose(sentences[0], sentences)
    assert chosen[0].text == "Форум женщин прошёл в Навдизе 8 марта 2024 года."
    assert all("Дождь" not in sentence.text for sentence in chosen)


def test_every_sentence_has_its_number_and_its_place() -> None:
    sentences = ranked("Где прошёл форум женщин?")
    body, citations = compose(choose(sentences[0], sentences))
    assert [citation.n for citation in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        assert TEXT[citation.start : citation.end] == citation.quote
        assert f"{citation.quote} [{citation.n}]" in body
