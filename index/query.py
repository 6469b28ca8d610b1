"""A question as it is searched: its words, what each may stand for, and the other names in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.analysis import analyse, cyrillise, fold, swap_layout, tokenise, variants
from index.analysis.function_words import FUNCTION_WORDS
from index.analysis.stems import is_russian
from index.analysis.stems import russian as lemmas
from index.analysis.text import script
from index.glossary import Glossary, NameSpan
from index.vocabulary import Vocabulary

LONGEST_QUERY = 64
"""Words of a question that are looked at; the rest of a pasted text adds nothing but time."""
_LONGEST_TEXT = 4_000

# How much a term counts that stands in for the word asked.
SAME_SOUND = 0.5
NEAR = 0.7
NEAR_BUT_A_WORD = 0.4
OTHER_NAME = 0.6
FUNCTION_WORD = 0.1


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a question."""

    text: str
    """As asked, folded."""
    terms: tuple[tuple[str, float], ...]
    """Terms of the word index it may stand for, each with its share (1 for the word itself)."""
    readings: tuple[tuple[str, float], ...] = ()
    """Other words it may have been meant as (a typing error mended), each with its share."""
    weight: float = 1.0
    """Low for words that carry no meaning of their own: who, when, the."""


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms of which a passage needs one; the best counts."""

    terms: tuple[tuple[str, float], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question, understood as far as words go."""

    text: str
    """The question with its typing errors mended: what the embedding is given."""
    words: tuple[QueryWord, ...]
    names: tuple[NameSpan, ...] = ()
    """Names in it that have others; `start` and `end` count `words`."""
    extra: tuple[str, ...] = field(default=())
    """Shared terms of its dates and amounts."""

    @property
    def groups(self) -> list[TermGroup]:
        """What the word index is asked for."""
        groups = [TermGroup(word.terms, word.weight) for word in self.words if word.terms]
        groups += [TermGroup(((term, 1.0),), 1.0) for term in self.extra]
        for span in self.names:
            groups += [group for name in span.others for group in _name_groups(name)]
        return groups


def plain_query(text: str) -> SearchQuery:
    """The question word for word, with nothing mended or added."""
    words = tokenise(text[:_LONGEST_TEXT])[:LONGEST_QUERY]
    return SearchQuery(text[:_LONGEST_TEXT], tuple(_plain_word(word) for word in words), extra=_extra(words))


def understand(text: str, vocabulary: Vocabulary, glossary: Glossary | None = None) -> SearchQuery:
    """The question as this archive can answer it.

    A word the archive does not know is tried in the other keyboard layout, as Russian in Latin letters, as a
    name in another script, and as a typing error; a name gets its other names from the glossary and from
    abbreviations the documents explain.
    """
    text = _right_layout(text[:_LONGEST_TEXT], vocabulary)
    asked = tokenise(text)[:LONGEST_QUERY]
    words = tuple(_widened(word, vocabulary) for word in asked)
    names = glossary.spans([[t for t, share in w.terms if share == 1.0] for w in words]) if glossary else []
    names += _explained(words, vocabulary, names)
    mended = _mended(text, words)
    return SearchQuery(mended, words, tuple(names), _extra(asked))


def _extra(words: list[str]) -> tuple[str, ...]:
    own = {term for word in words for term in variants(word)}
    return tuple(
        dict.fromkeys(
            t for t in analyse(" ".join(words)) if t[0] in "mdy" and t[1:2].isdigit() and t not in own
        )
    )


def _plain_word(word: str) -> QueryWord:
    weight = FUNCTION_WORD if word in FUNCTION_WORDS else 1.0
    return QueryWord(word, tuple((term, 1.0) for term in variants(word)), weight=weight)


def _widened(word: str, vocabulary: Vocabulary) -> QueryWord:
    plain = _plain_word(word)
    if plain.weight < 1 or not word.replace("-", "").isalpha():
        return plain
    terms = dict(plain.terms)
    known = [term for term in terms if term in vocabulary]
    readings: dict[str, float] = {}
    if not known:
        readings = _readings(word, list(terms), vocabulary)
        for reading, share in readings.items():
            for term in variants(reading) if reading not in vocabulary else (reading,):
                terms.setdefault(term, share)
    for term in [*known, word, *readings][:6]:
        for other in vocabulary.same_sound(term):
            terms.setdefault(other, SAME_SOUND)
    return QueryWord(word, tuple(terms.items()), tuple(readings.items()), plain.weight)


def _readings(word: str, terms: list[str], vocabulary: Vocabulary) -> dict[str, float]:
    """What an unknown word may have been meant as, with shares; the surest explanation alone."""
    if script(word) == "latin":
        russian = cyrillise(word)
        if is_russian(russian) or any(term in vocabulary for term in lemmas(russian)):
            return {russian: 0.95}
    sounds = {t: script(t) != script(word) for term in [word, *terms] for t in vocabulary.same_sound(term)}
    if sounds:
        return dict.fromkeys(sorted(sounds, key=sounds.__getitem__)[:3], 0.9)
    a_word = is_russian(word)
    near = {
        other: NEAR_BUT_A_WORD if a_word else NEAR
        for form in dict.fromkeys([word, *terms])
        for other in vocabulary.near(form, 1 if a_word else None)
    }
    if not near and not a_word:
        near = {
            other: NEAR for form in dict.fromkeys([word, *terms]) for other in vocabulary.near_sound(form)
        }
    if not near and script(word) == "latin":
        near = {other: NEAR for term in variants(cyrillise(word)) for other in vocabulary.near(term)}
    return dict(list(near.items())[:4])


def _right_layout(text: str, vocabulary: Vocabulary) -> str:
    """The text with those words swapped to the other layout that only make sense there."""

    def swapped(match: re.Match[str]) -> str:
        typed = match[0]
        meant = swap_layout(typed)
        word, other = tokenise(typed), tokenise(meant)
        if len(other) != 1 or len(other[0]) < 3 or not other[0].isalpha() or _known(word, vocabulary):
            return typed
        return meant if _known(other, vocabulary) or is_russian(other[0]) else typed

    return re.sub(r"\S+", swapped, text)


def _known(words: Iterable[str], vocabulary: Vocabulary) -> bool:
    return any(
        term in vocabulary or is_russian(word) or word in FUNCTION_WORDS
        for word in words
        for term in variants(word)
    )


def _explained(words: tuple[QueryWord, ...], vocabulary: Vocabulary, taken: list[NameSpan]) -> list[NameSpan]:
    """Names behind the abbreviations in a question, as the documents explain them."""
    covered = {i for span in taken for i in range(span.start, span.end)}
    return [
        NameSpan(i, i + 1, tuple(names[:3]))
        for i, word in enumerate(words)
        if i not in covered and (names := vocabulary.names.get(word.text))
    ]


def _name_groups(name: str) -> list[TermGroup]:
    """A name's words as groups that together weigh as much as one word."""
    words = [w for w in tokenise(name) if w not in FUNCTION_WORDS]
    weight = OTHER_NAME / max(len(words), 1) ** 0.5
    return [TermGroup(tuple((term, 1.0) for term in variants(word)), weight) for word in words]


def _mended(text: str, words: tuple[QueryWord, ...]) -> str:
    """The question with words replaced by what they were surely meant as."""
    replaced = {word.text: max(word.readings, key=lambda r: r[1])[0] for word in words if word.readings}
    if not replaced:
        return text
    return re.sub(r"[^\W_]+", lambda m: replaced.get(fold(m[0]), m[0]), text)
