"""Answers as markup: what stands where, and that no word of a document or a visitor is ever markup."""

from collections.abc import Sequence

import pytest

from assistant.answer import Answer, Citation
from ui.texts import INTERFACE_LANGUAGES, Texts
from ui.web.cards import announcement, split_short, turn_card, understood_line, welcome
from ui.web.markup import escape, format_date, shorten
from ui.web.talk import Talk, Turn

RU = Texts.load("ru")


def cited(n: int, document: str = "a.txt", title: str = "Заголовок", page: int | None = None) -> Citation:
    return Citation(
        n=n, document=document, title=title, date="2024-09-17", page=page, quote="слова", start=0, end=5
    )


def answered(text: str, citations: Sequence[Citation] = (), **more: object) -> Answer:
    base = {
        "question": "Кто?", "language": "ru", "answer": text, "short_answer": None, "values": [],
        "abstained": False, "confidence": 0.9, "citations": list(citations), "question_understood_as": "Кто?",
    }  # fmt: skip
    return Answer(**{**base, **more})


def card(answer: Answer | None, **more: object) -> str:
    return turn_card(Turn("Кто?", answer=answer, **{"complete": answer is not None, **more}), 0, RU)  # type: ignore[arg-type]


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "![x](http://example.org/x.png)",
    "[x](javascript:alert(1))",
    "${alert(1)} {{constructor}} `x` \\u003cscript\\u003e",
    "</article></div><svg onload=alert(1)>",
    "&lt;script&gt;",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    citation = Citation(
        n=1, document=words, title=words, date=words, page=1, quote=words, start=0, end=len(words)
    )
    answer = answered(words + " [1]", [citation], short_answer=words, question_understood_as=words + "?")
    turn = Turn(words, answer=answer, complete=True, documents=((words, words),))
    everything = turn_card(turn, 0, RU) + turn_card(Turn(words, error=words), 0, RU) + turn_card(
        Turn(words, answer=answered(words, abstained=True), complete=True), 0, RU
    )  # fmt: skip
    bare = card(answered("Слова. [1]", [cited(1)], short_answer="Слова"))
    for mark in ("<script", "<img", "<svg", "onerror=alert", "${", "{{", "`", "\\"):
        assert mark not in everything.replace(escape(words), "")
    assert escape(words) in everything
    assert tags(everything) <= tags(bare) | {
        "article",
        "h2",
        "p",
        "button",
        "div",
        "span",
        "section",
        "ul",
        "li",
        "a",
    }


def tags(markup: str) -> set[str]:
    from lxml import html

    return {node.tag for node in html.fragments_fromstring(f"<div>{markup}</div>")[0].iter()}


def test_order_is_understood_short_words_sentences_sources() -> None:
    answer = answered(
        "Первое. [1] Второе. [2]",
        [cited(1), cited(2, "b.pdf", "Устав", 4)],
        short_answer="27 ноября (в документе: «27 ноября текущего года»)",
        question_understood_as="Кто именно?",
    )
    html = turn_card(Turn("Кто?", answer=answer, complete=True, documents=(("b.pdf", "charter"),)), 3, RU)
    places = [
        html.index(mark)
        for mark in ("k-question", "k-understood", "k-short", "k-written", "k-body", "k-sources")
    ]
    assert places == sorted(places)
    assert "стр. 4" in html and "устав" in html and "17 сентября 2024" in html
    assert (
        html.count('data-n="1" data-of="ask-3"') == 3
    )  # in the sentence, and number and title among the sources


def test_a_document_cited_twice_is_one_source() -> None:
    html = card(answered("А. [1] Б. [2]", [cited(1), cited(2)]))
    assert html.count("<li>") == 1


@pytest.mark.parametrize(
    ("text", "chips"),
    [
        ("Слова. [1]", 1),
        ("Слова [1][2].", 2),
        ("Пункт [7] решения. [1]", 1),  # no such citation: it is the document's own bracket
        ("Год [2024]. [1]", 1),
        ("Без номера.", 0),
    ],
)
def test_only_numbers_with_a_citation_become_chips(text: str, chips: int) -> None:
    body = card(answered(text, [cited(1), cited(2)])).split('class="k-body"')[1].split("k-sources")[0]
    assert body.count("k-chip") == chips
    for kept in ("[7]", "[2024]"):
        assert (kept in body) == (kept in text)


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        (None, ("", "")),
        ("Лола Айматова", ("Лола Айматова", "")),
        (
            "27 ноября (в документе: «27 ноября текущего года»)",
            ("27 ноября", "в документе: «27 ноября текущего года»"),
        ),
        ("27 November (in the document: “27 ноября”)", ("27 November", "in the document: “27 ноября”")),
        ("Фонд Нордвелл (ФНУС)", ("Фонд Нордвелл (ФНУС)", "")),
        ("Совет (ССД) (в документе: «Совет»)", ("Совет (ССД)", "в документе: «Совет»")),
        (
            "21-mart (hujjatda: «21 мартда»); 2022-yil (hujjatda: «2022 йил»)",
            ("21-mart (hujjatda: «21 мартда»); 2022-yil (hujjatda: «2022 йил»)", ""),
        ),
    ],
)
def test_short_answer_and_the_documents_words(short: str | None, expected: tuple[str, str]) -> None:
    assert split_short(short) == expected


@pytest.mark.parametrize(
    ("question", "understood", "shown"),
    [
        ("Кто?", "Кто?", False),
        ("кто  председатель", "Кто председатель?", False),
        ("А когда?", "Когда прошла конференция?", True),
        ("А когда?", "", False),
    ],
)
def test_understood_as_is_shown_where_it_differs(question: str, understood: str, shown: bool) -> None:
    line = understood_line(answered("x", question=question, question_understood_as=understood), RU)
    assert bool(line) == shown


def test_abstention_looks_different_and_says_what_to_do() -> None:
    answer = answered("В документах этого нет.", abstained=True)
    plain, filtered = card(answer), card(answer, filtered=True)
    for html in (plain, filtered):
        assert "k-abstained" in html and "k-short" not in html and "k-chip" not in html
    assert 'data-clear="all"' in filtered and 'data-clear="all"' not in plain


@pytest.mark.parametrize(
    ("turn", "mark", "busy"),
    [
        (Turn("Кто?"), "k-waiting", "true"),
        (Turn("Кто?", stopped=True), "k-stopped", "false"),
        (Turn("Кто?", error="Архив занят."), 'role="alert"', "false"),
        (Turn("Кто?", answer=answered("А. [1]", [cited(1)])), "k-growing", "true"),
    ],
)
def test_states_of_a_turn(turn: Turn, mark: str, busy: str) -> None:
    html = turn_card(turn, 0, RU)
    assert mark in html and f'aria-busy="{busy}"' in html


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_state_has_words_in_every_language(language: str) -> None:
    texts = Texts.load(language)
    turns = [
        Turn("?"),
        Turn("?", error="!"),
        Turn("?", stopped=True),
        Turn("?", answer=answered("А. [1]", [cited(1, page=2)]), complete=True),
        Turn("?", answer=answered("Нет.", abstained=True), complete=True, filtered=True),
    ]
    for turn in turns:
        assert turn_card(turn, 0, texts) and announcement(turn, texts)
    assert texts("ask.no_documents_title") in welcome((), (), texts)


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("2024-09-17", "ru", "17 сентября 2024"),
        ("2024-09-17", "en", "17 September 2024"),
        ("2024-09-17", "uz", "2024-yil 17-sentabr"),
        ("2024-09-17", "kk", "2024 жылғы 17 қыркүйек"),
        ("2024-09", "ru", "сентябрь 2024"),
        ("2021", "kk", "2021 жыл"),
        (None, "ru", "без даты"),
        ("скоро", "ru", "скоро"),
    ],
)
def test_dates_by_language(date: str | None, language: str, words: str) -> None:
    assert format_date(date, Texts.load(language)) == words


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("один два три", 9) == "один два…"
    assert shorten("один", 9) == "один"


def test_talk_finds_only_its_own_citations() -> None:
    talk = Talk().asked(Turn("?", answer=answered("А. [1]", [cited(1)])))
    assert talk.citation(0, 1) == cited(1)
    assert [talk.citation(turn, n) for turn, n in ((0, 2), (1, 1), (-1, 1), (10**9, 1))] == [None] * 4
    assert talk.id and talk.asked(Turn("?")).id == talk.id != Talk().asked(Turn("?")).id
