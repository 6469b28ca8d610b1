"""A briefing put together."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from assistant.brief import Brief, Line, Section
from assistant.briefing import sections
from assistant.briefing.bearing import borne_out
from assistant.briefing.material import Material, quoted
from assistant.briefing.questions import Ask, first_questions, well_known
from assistant.briefing.roles import roles
from assistant.briefing.topics import topics
from assistant.evidence import Words, aligned_tokens, words_of
from assistant.texts import say
from index.analysis import fold
from index.analysis.function_words import FUNCTION_WORDS

Matters = Callable[[str], bool]
LINES: dict[str, int] = {
    "about": 5,
    "bodies": 8,
    "roles": 10,
    "partners": 8,
    "years": 24,
    "topics": 6,
    "decisions": 8,
    "terms": 14,
    "questions": 12,
}
"""Sections in their order, and how many lines each may have."""
ON_TOPIC = 0.55
"""Cosine of a word of a line with each word of the topic from which on the line is about it."""


def briefing(material: Material, words: Words, ask: Ask, topic: str | None = None) -> Brief:
    """The sections that hold something; every line is borne out by its citations.

    `ask` answers a question from the documents in question. Lines are limited to those about `topic`.
    """
    started = time.perf_counter()
    matters = about_topic(topic, words) if topic else _anything
    makers: dict[str, Callable[[], Iterator[Line]]] = {
        "about": lambda: sections.about(material),
        "bodies": lambda: sections.bodies(material),
        "roles": lambda: roles(material),
        "partners": lambda: sections.partners(material),
        "years": lambda: sections.years(material),
        "topics": lambda: topics(material, words),
        "decisions": lambda: sections.decisions(material),
        "terms": lambda: sections.terms(material),
    }
    made = {name: list(islice(_fit(make(), matters), LINES[name])) for name, make in makers.items()}
    questions = first_questions(material, well_known(material), ask, matters)
    made["questions"] = list(islice(questions, LINES["questions"]))
    named = "brief_title_topic" if topic else "brief_title"
    return Brief(
        title=say(named, material.language, topic=topic),
        language=material.language,
        sections=numbered(
            Section(title=say(f"brief_{name}", material.language), lines=made[name])
            for name in LINES
            if made[name]
        ),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def _anything(text: str) -> bool:
    return True


def _fit(lines: Iterable[Line], matters: Matters) -> Iterator[Line]:
    """Lines that are borne out and matter, none twice and no quote that another line rests on."""
    texts: set[str] = set()
    places: set[tuple[str, int]] = set()
    for one in lines:
        cited = {(citation.document, citation.start) for citation in one.citations}
        again = one.text in texts or (cited <= places and one == quoted(one.citations[0]))
        if again or not matters(spoken(one)) or not borne_out(one.text, one.citations):
            continue
        texts.add(one.text)
        places |= cited
        yield one


def spoken(line: Line) -> str:
    """A line with what it rests on."""
    return " ".join((line.text, *(f"{one.title} {one.quote}" for one in line.citations)))


def about_topic(topic: str, words: Words) -> Matters:
    """Whether a text speaks of a topic, in whatever language."""
    wanted = _vectors(topic, words)

    def matters(text: str) -> bool:
        there = _vectors(text, words)
        if not len(wanted) or not len(there):
            return False
        return bool(((wanted @ there.T).max(axis=1) >= ON_TOPIC).all())

    return matters


def _vectors(text: str, words: Words) -> np.ndarray:
    spans = [span for span in words_of(text) if fold(text[span[0] : span[1]]) not in FUNCTION_WORDS]
    return np.asarray(words.token_vectors(aligned_tokens(text, spans, words)), np.float32)


def numbered(made: Iterable[Section]) -> list[Section]:
    """The citations numbered through, the same for the same quote."""
    numbers: dict[tuple[str, int, int], int] = {}

    def number(lines: Sequence[Line]) -> list[Line]:
        found = []
        for one in lines:
            cited = []
            for citation in one.citations:
                n = numbers.setdefault((citation.document, citation.start, citation.end), len(numbers) + 1)
                cited.append(citation.model_copy(update={"n": n}))
            found.append(one.model_copy(update={"citations": cited}))
        return found

    return [section.model_copy(update={"lines": number(section.lines)}) for section in made]
