"""Search terms of passages (language known) and of question words (language open)."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain

from index.analysis import stems
from index.analysis.calendar import calendar_terms, calendar_word
from index.analysis.text import mend, script, tokenise

Stemmer = Callable[[str], tuple[str, ...]]

# Which rules a word falls under, by the passage's language and the word's script: a Russian document
# quotes English names, an Uzbek one is written in either script.
_STEMMERS: dict[str, dict[str, Stemmer]] = {
    "ru": {"cyrillic": stems.russian, "latin": stems.english},
    "en": {"cyrillic": stems.russian, "latin": stems.english},
    "uz": {"cyrillic": stems.uzbek, "latin": stems.uzbek},
    "kk": {"cyrillic": stems.kipchak, "latin": stems.english},
    "ky": {"cyrillic": stems.kipchak, "latin": stems.english},
    "tg": {"cyrillic": stems.tajik, "latin": stems.english},
    "und": {"cyrillic": stems.russian, "latin": stems.english},
}
_BY_SCRIPT: dict[str, tuple[Stemmer, ...]] = {
    "cyrillic": (stems.russian, stems.uzbek, stems.kipchak, stems.tajik),
    "latin": (stems.english, stems.uzbek),
}
_HYPHEN = re.compile("[-\u2010\u2011\u2013]")
_DIGITS_OR_LETTERS = re.compile(r"\d+|\D+")
_GROUPED = re.compile("\\d{1,3}(?:[ \u00a0\u2009\u202f,]\\d{3})+")
_GAPS = re.compile("[ \u00a0\u2009\u202f,]")
_LARGEST_CACHE = 400_000
_LONGEST_WORD = 64


class Analyser(dict[str, tuple[str, ...]]):
    """The terms of each word met so far, in one language; a dictionary for speed.

    A word is analysed once (some 50 µs for Russian); every later look-up is a dictionary's.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stemmers = _STEMMERS.get(language, _STEMMERS["und"])
        self._marked: set[str] = set()

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) > _LARGEST_CACHE:
            self.clear()
        terms = tuple(term for part in parts(word) for term in self._terms(part))
        if calendar_word(word):
            self._marked.add(word)
        self[word] = terms
        return terms

    def _terms(self, part: str) -> tuple[str, ...]:
        stemmer = self._stemmers.get(script(part), stems.as_is)
        return stemmer(part)[:1]

    def terms(self, words: list[str]) -> list[str]:
        """The terms of folded words, in order, and behind them those of the dates and amounts they form."""
        found = list(chain.from_iterable(map(self.__getitem__, words)))
        if not self._marked.isdisjoint(words):
            found += calendar_terms(words)
        return found


@cache
def analyser(language: str) -> Analyser:
    """The analyser of a language, which remembers its words; `und` where it is not known."""
    return Analyser(language)


def analyse(text: str, language: str | None = None) -> list[str]:
    """Search terms of a passage in `language`: stems, numbers, parts of hyphenated words and the whole.

    Terms carry no language: a stem is spelled in its script, so that Uzbek in Cyrillic meets Uzbek in
    Latin letters, and numbers, abbreviations and names meet across languages.
    """
    return analyser(language or "und").terms(tokenise(text))


@lru_cache(50_000)
def variants(word: str, language: str | None = None) -> tuple[str, ...]:
    """Every term under which passages may hold a folded question word, the likeliest first.

    Without a language, the rules of all languages written in the word's script are tried.
    """
    own = _STEMMERS.get(language or "und", _STEMMERS["und"])
    found: dict[str, None] = {}
    for part in parts(word):
        kind = script(part)
        rules: Iterable[Stemmer] = _BY_SCRIPT.get(kind, (stems.as_is,))
        if language and kind in own:
            rules = (own[kind], *(r for r in rules if r is not own[kind]))
        for rule in rules:
            found.update(dict.fromkeys(rule(part)))
    return tuple(found)


def parts(word: str) -> list[str]:
    """A token cut at hyphens and between digits and letters, and joined: `рг-4` gives рг, 4, рг4."""
    if word[0].isdigit():
        plain = _GAPS.sub("", word) if _GROUPED.fullmatch(word) else word
        if plain.isdigit():
            return [plain.lstrip("0") or "0"]
        if plain.replace(",", ".").replace(".", "", 1).isdigit():
            return [plain.replace(",", ".")]
    word = word[:_LONGEST_WORD]
    if word.isalpha():
        return [mend(word)]
    pieces = [
        p for half in re.split("[-./,\u2010\u2011\u2013]", word) for p in _DIGITS_OR_LETTERS.findall(half)
    ]
    joined = mend(_HYPHEN.sub("", word))
    whole = [joined] if len(pieces) > 1 and not joined[0].isdigit() else []
    return [p.lstrip("0") or "0" if p.isdigit() else mend(p) for p in pieces] + whole
