"""Many people at once: nobody's words in another's answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.assistant import Assistant
from tests.assistant.test_sample import QUESTIONS

PEOPLE = 8


@pytest.mark.stress
def test_answers_are_the_same_whoever_else_is_asking(sample: Assistant) -> None:
    questions = [row["question"] for row in QUESTIONS]
    alone = [sample.ask(question) for question in questions]

    def ask_all(person: int) -> list[tuple[str, str | None]]:
        order = [*range(person, len(questions)), *range(person)]
        answers = {k: sample.ask(questions[k], f"person {person} question {k}") for k in order}
        return [(answers[k].answer, answers[k].short_answer) for k in range(len(questions))]

    with ThreadPoolExecutor(PEOPLE) as pool:
        for told in pool.map(ask_all, range(PEOPLE)):
            assert told == [(answer.answer, answer.short_answer) for answer in alone]
