"""What the assistant says, the same in every language."""

import string

import pytest

from assistant.texts import say, texts

LANGUAGES = ("ru", "en", "uz", "kk")


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_values(language: str) -> None:
    russian = texts("ru")
    own = texts(language)
    assert set(own) == set(russian)
    assert {key: fields(own[key]) for key in own} == {key: fields(russian[key]) for key in russian}


def test_no_sentence_is_left_in_another_language() -> None:
    for key in texts("ru"):
        said = [texts(language)[key] for language in LANGUAGES]
        assert len(set(said)) == len(said), key


def test_a_language_it_does_not_speak_is_answered_in_russian() -> None:
    assert say("yes", "tg") == "да"


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        (
            "ru",
            "«Первый шаг»: ярмарка собрала больше",
            "Когда это было: «„Первый шаг“: ярмарка собрала больше»?",
        ),
        ("uz", "«Chashma» yarmarkasi", "Bu qachon bo‘lgan: «„Chashma“ yarmarkasi»?"),
        ("kk", "Кеңес жиналды", "Бұл қашан болды: «Кеңес жиналды»?"),
        ("en", "“First Step” opens", "When did this happen: “‘First Step’ opens”?"),
    ],
)
def test_quotation_marks_in_a_title_are_inner_ones(language: str, title: str, said: str) -> None:
    assert say("ask_event", language, title=title) == said
