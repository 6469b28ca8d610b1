"""Wording an answer or a refusal from what was found."""

from collections.abc import Callable, Sequence

import numpy as np

from assistant.answer import Answer, Citation
from assistant.answering import Found
from assistant.citing import citation_of
from assistant.composition import choose, compose, merged
from assistant.confidence import HEAVY, MET, THRESHOLD
from assistant.disagreement import disagreements, standing_of
from assistant.parts import asks_page, change
from assistant.premise import contradicted
from assistant.question import Question
from assistant.texts import say
from index.analysis.function_words import FUNCTION_WORDS
from index.contradictions import Contradiction
from index.filters import Filters
from index.records import Document
from ingest.dates.wording import format_date
from ingest.document import ExtractedText

MISSING_WORDS = 3
"""Words named in a refusal that nothing found speaks of."""

OfDocument = Callable[[str], Document]
"""What the catalogue knows of a document by its name."""


def reply(
    question: Question,
    found: Sequence[Found],
    language: str,
    filters: Filters,
    document: OfDocument,
    contradictions: Callable[[str], Sequence[Contradiction]],
    text_of: Callable[[str], ExtractedText],
) -> Answer:
    """The answer to a question from what was found for each of its parts, or a refusal.

    `contradictions` are those of a document with its near copies, by its name.
    """
    told = [one for one in found if one.sure >= THRESHOLD and one.first is not None]
    if not told:
        return refused(question, found, language, filters)
    chosen = merged([choose(one.first, one.sentences, len(told)) for one in told if one.first is not None])
    body, citations = compose(chosen)
    notes = [
        f"{say('badly_read', language, title=title)} [{n}]" for n, title in badly_read(citations, document)
    ]
    for difference in disagreements(told, contradictions):
        here, there = document(difference.document), document(difference.other)
        place = difference.other_start, difference.other_end
        citations.append(citation_of(there, text_of(there.name), *place, n=len(citations) + 1))
        said = say(
            standing_of(here, there),
            language,
            there=difference.there,
            title=there.title,
            date=format_date(there.date, question.language) if there.date else "",
        )
        notes.append(f"{said} [{len(citations)}]")
    sure = min(one.sure for one in told)
    return Answer(
        question=question.text,
        language=language,
        answer=" ".join((body, *notes)),
        short_answer=short_of(question, found, told, citations, language),
        values=[value for one in told if one.short for value in one.short.values],
        abstained=False,
        confidence=round(sure, 3),
        citations=citations,
        question_understood_as=question.understood,
    )


def short_of(
    question: Question,
    found: Sequence[Found],
    told: Sequence[Found],
    citations: Sequence[Citation],
    language: str,
) -> str | None:
    """The short answers of all parts, each under its label; None where there is none."""
    if not any(one.short for one in told):
        return None
    if len(found) == 1:
        text = found[0].short.text if found[0].short else ""
    else:
        missing = say("part_missing", language)
        texts = [one.short.text if one in told and one.short else missing for one in found]
        text = "; ".join(
            f"{one.label}: {words}" if one.label else words for one, words in zip(found, texts, strict=True)
        )
        grown = change(amounts(told), question.mended) if len(told) == len(found) else None
        if grown is not None and question.wanted == "yes-no":
            text = f"{say('yes' if grown else 'no', language)}: {text}"
    page = next((citation.page for citation in citations if citation.page), None)
    if page is not None and asks_page(question.mended):
        text = f"{text} ({say('page', language, page=page)})"
    return text


def amounts(told: Sequence[Found]) -> list[float]:
    """The number that each part was answered with; shorter than `told` where one was answered otherwise."""
    values = [one.short.values[0] for one in told if one.short and one.short.values]
    return [float(value.value) for value in values if value.kind == "number"]


def badly_read(citations: Sequence[Citation], document: OfDocument) -> list[tuple[int, str]]:
    """Number and title of each scan cited that was read badly, once a document."""
    first = {citation.document: citation for citation in reversed(citations)}
    return [
        (citation.n, citation.title)
        for name, citation in sorted(first.items(), key=lambda pair: pair[1].n)
        if document(name).badly_read
    ]


def refused(question: Question, found: Sequence[Found], language: str, filters: Filters) -> Answer:
    """A refusal that says what was looked for and the nearest thing found, or that the documents differ."""
    best = max(found, key=lambda one: one.sure)
    other = contradicted(best.question, best.sentences, best.asked)
    if other is not None:
        quote, citations = compose([other])
        return refusal(question, language, say("premise", language, quote=quote), best.sure, citations)
    if filters:
        words = say("not_found_filtered", language)
    elif best.sentences:
        near = best.sentences[0]
        title = f"{near.title} ({format_date(near.date, question.language)})" if near.date else near.title
        words = say("not_found_nearest", language, title=title)
    else:
        words = say("not_found", language)
    lacking = missing(best)
    if lacking:
        words += " " + say("not_found_words", language, words=", ".join(f"«{word}»" for word in lacking))
    return refusal(question, language, words, best.sure)


def missing(found: Found) -> list[str]:
    """The words of a question, the heaviest first, that the nearest sentence and its context do not touch."""
    weights = found.asked.weights
    met = np.zeros_like(weights)
    if found.sentences:
        near = found.sentences[0]
        met = np.maximum(near.match.max(axis=1, initial=0.0), near.context)
    heaviest = [row for row in np.argsort(-weights, kind="stable") if weights[row] >= HEAVY]
    words = [found.asked.words[row] for row in heaviest if met[row] < MET]
    return [word for word in words if word not in FUNCTION_WORDS and len(word) > 3][:MISSING_WORDS]


def refusal(
    question: Question, language: str, words: str, sure: float = 0.0, citations: Sequence[Citation] = ()
) -> Answer:
    """Words of regret in the form of an answer."""
    return Answer(
        question=question.text,
        language=language,
        answer=words,
        short_answer=None,
        values=[],
        abstained=True,
        confidence=round(sure, 3),
        citations=list(citations),
        question_understood_as=question.understood,
    )
