"""A question as it is searched: its words, what each may stand for, and the other names in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.analysis import analyse, cyrillise, fold, name_key, swap_layout, tokenise, variants
from index.analysis.function_words import FUNCTION_WORDS
from index.analysis.stems import is_russian
from index.analysis.stems import russian as lemmas
from index.analysis.text import script
from index.glossary import Glossary, NameSpan
from index.vocabulary import Vocabulary

LONGEST_QUERY = 64
"""Words of a question that are looked at; the rest of a pasted text adds nothing but time."""
_LONGEST_TEXT = 4_000
_MOST_READINGS = 3

# How much a term counts that stands in for the word asked.
SAME_SOUND = 0.5
NEAR = 0.7
NEAR_BUT_A_WORD = 0.4
OTHER_NAME = 0.6
FUNCTION_WORD = 0.1
_SOUND_OF_FUNCTION_WORDS = {name_key(w): w for w in sorted(FUNCTION_WORDS) if len(w) > 3 and name_key(w)}


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
    words = _words(text[:_LONGEST_TEXT])
    return SearchQuery(text[:_LONGEST_TEXT], tuple(_plain_word(word) for word in words), extra=_extra(words))


def understand(text: str, vocabulary: Vocabulary, glossary: Glossary | None = None) -> SearchQuery:
    """The question as this archive can answer it.

    A word the archive does not know is tried in the other keyboard layout, as Russian in Latin letters, as a
    name in another script, and as a typing error; a name gets its other names from the glossary and from
    abbreviations the documents explain.
    """
    text = _right_layout(text[:_LONGEST_TEXT], vocabulary)
    asked = _words(text)
    romanised = _is_romanised_russian(asked, vocabulary)
    words = tuple(_widened(word, vocabulary, romanised) for word in asked)
    names = glossary.spans([[t for t, share in w.terms if share == 1.0] for w in words]) if glossary else []
    names += _explained(words, vocabulary, names)
    mended = _mended(text, words)
    return SearchQuery(mended, words, tuple(names), _extra(asked))


def _words(text: str) -> list[str]:
    """Words to look for; a key held down is none."""
    return [w for w in tokenise(text)[:LONGEST_QUERY] if w[0].isdigit() or len(w) < 6 or len(set(w)) > 1]


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


def _widened(word: str, vocabulary: Vocabulary, romanised: bool) -> QueryWord:
    plain = _plain_word(word)
    if plain.weight < 1 or not word.replace("-", "").isalpha():
        return plain
    asks = _SOUND_OF_FUNCTION_WORDS.get(name_key(word)) if script(word) == "latin" else None
    if asks and not any(term in vocabulary for term, _ in plain.terms):  # skolko, kansha
        return QueryWord(word, plain.terms, ((asks, 1.0),), FUNCTION_WORD)
    terms = dict(plain.terms)
    known = [term for term in terms if term in vocabulary]
    readings: dict[str, float] = {}
    if not known:
        readings = _readings(word, vocabulary, romanised)
        for reading, share in readings.items():
            for term in variants(reading):
                terms.setdefault(term, share)
    for spelling in [word, *readings][:4]:
        for other in vocabulary.same_sound(spelling):
            for term in variants(other):
                terms.setdefault(term, SAME_SOUND)
    return QueryWord(word, tuple(terms.items()), tuple(readings.items()), plain.weight)


def _readings(word: str, vocabulary: Vocabulary, romanised: bool) -> dict[str, float]:
    """What an unknown word may have been meant as, with shares; the surest explanation alone."""
    if romanised and _in_russian(word, vocabulary):
        return {cyrillise(word): 0.95}
    sounds = sorted(vocabulary.same_sound(word), key=lambda other: script(other) != script(word))
    if sounds:
        return dict.fromkeys(sounds[:_MOST_READINGS], 0.9)
    if is_russian(word):
        return dict.fromkeys(vocabulary.near(word, 1), NEAR_BUT_A_WORD)
    near = vocabulary.near(word) or (vocabulary.near(cyrillise(word)) if romanised else [])
    return dict.fromkeys(near or vocabulary.near_sound(word), NEAR)


def _in_russian(word: str, vocabulary: Vocabulary) -> bool:
    russian = cyrillise(word)
    return script(word) == "latin" and (
        is_russian(russian) or any(term in vocabulary for term in lemmas(russian))
    )


def _is_romanised_russian(words: list[str], vocabulary: Vocabulary) -> bool:
    """Whether more words make sense as Russian in Latin letters than as they stand."""
    latin = [word for word in words if script(word) == "latin"]
    as_they_stand = [w for w in latin if w in FUNCTION_WORDS or any(t in vocabulary for t in variants(w))]
    return sum(_in_russian(w, vocabulary) for w in latin if w not in as_they_stand) > len(as_they_stand)


def _right_layout(text: str, vocabulary: Vocabulary) -> str:
    """The text with the words swapped to the other keyboard layout that only make sense there."""
    chunks = re.split(r"(\s+)", text)[: 2 * LONGEST_QUERY]
    swapped = [_makes_sense_swapped(chunk, vocabulary) for chunk in chunks]
    if not any(swapped):
        return text
    # One or two letters («d» for «в») go with the rest: all the longer words were swapped.
    short_too = all(done or len(chunk) < 3 for chunk, done in zip(chunks, swapped, strict=True))
    return "".join(
        swap_layout(chunk) if done or (short_too and chunk.isalpha()) else chunk
        for chunk, done in zip(chunks, swapped, strict=True)
    )


def _makes_sense_swapped(typed: str, vocabulary: Vocabulary) -> bool:
    word, other = tokenise(typed), tokenise(swap_layout(typed))
    if not word or len(other) != 1 or len(other[0]) < 3 or not other[0].isalpha() or _known(word, vocabulary):
        return False
    return _known(other, vocabulary)


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
        if i not in covered and (names := vocabulary.names(word.text))
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
