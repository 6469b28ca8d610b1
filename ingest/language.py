"""Which of our languages a text is in."""

import csv
import math
import re
import tomllib
from collections import Counter
from operator import add
from pathlib import Path

from ingest.document import LANGUAGES, Language

SAMPLE = 4000
"""Characters looked at: enough to decide, few enough to be quick."""

WORD = re.compile(r"[^\W\d_]+(?:‘[^\W\d_]*)*")
APOSTROPHES = str.maketrans("’ʻʼ'`´", "‘‘‘‘‘‘")

_HERE = Path(__file__).parent
_WORDS = tomllib.loads((_HERE / "language.toml").read_text(encoding="utf-8"))
STOP_WORDS: dict[Language, frozenset[str]] = {
    language: frozenset(_WORDS[language].split()) for language in LANGUAGES
}
STOP_WORD_WEIGHT = 2.0
"""What one of a language's commonest words adds to its score, in nats."""
PRIOR: dict[Language, float] = {"ru": 2.0, "ky": -3.0, "tg": -4.0}
"""What two or three words are before they are looked at: likeliest Russian, hardly Kyrgyz or Tajik."""
STRANGE = frozenset("їєґњљћђџј")
"""Cyrillic letters of languages that are not ours."""
NOT_RUSSIAN = frozenset("іўқғҳәңөұүһӣӯҷ")
"""Letters that a Russian text has in names at most: more of them, and it is a language that is not ours."""
LEAST_STOP_WORDS: dict[Language, float] = {"en": 0.15, "uz": 0.02}
"""Share of its commonest words that a text of 40 words or more has, if it is in the language at all."""


def _load() -> tuple[dict[Language, dict[str, float]], dict[Language, dict[str, float]]]:
    """Log probabilities of letter pairs, for the languages written in Cyrillic and in Latin letters.

    `language.csv` has occurrences per 100,000 pairs, the space before and after a word as `_`, counted in
    translated news (NTREX-128) and interface texts (AOSP); Uzbek in Cyrillic by transliteration.
    """
    cyrillic: dict[Language, dict[str, float]] = {}
    latin: dict[Language, dict[str, float]] = {}
    with (_HERE / "language.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pair = row["letters"].replace("_", " ")
            table = cyrillic if any("\u0400" <= c <= "\u052f" for c in pair) else latin
            for language in LANGUAGES:
                if row[language]:
                    table.setdefault(language, {})[pair] = math.log(int(row[language]) / 100_000)
    return cyrillic, latin


CYRILLIC, LATIN = _load()


def detect_language(text: str) -> Language:
    """Language of the most of a text; `und` where it is none of ours or too little to tell.

    Naive Bayes over pairs of letters, helped by the commonest words: Russian, Uzbek, Kazakh, Kyrgyz and
    Tajik share an alphabet, and general detectors take Uzbek and Tajik in Cyrillic for Russian.
    """
    sample = text[:SAMPLE].lower().translate(APOSTROPHES)
    counts = {c: n for c, n in Counter(sample).items() if c.isalpha()}
    letters = sum(counts.values())
    cyrillic = sum(n for c, n in counts.items() if "\u0400" <= c <= "\u052f")
    latin = sum(n for c, n in counts.items() if c < "\u0250" or "\u1e00" <= c < "\u1f00")
    if letters < 2 or max(cyrillic, latin) <= letters / 2:
        return "und"
    if sum(counts.get(c, 0) for c in STRANGE) > 0.01 * letters:
        return "und"
    words = WORD.findall(sample)
    table = CYRILLIC if cyrillic > latin else LATIN
    scores = _scores(words, table)
    best = max(scores, key=lambda language: scores[language])
    if best == "ru" and letters > 20 and sum(counts.get(c, 0) for c in NOT_RUSSIAN) > 0.05 * letters:
        return "und"
    if table is LATIN and len(words) >= 40:
        common = sum(word in STOP_WORDS[best] for word in words)
        return best if common >= LEAST_STOP_WORDS[best] * len(words) else "und"
    return best


def _scores(words: list[str], table: dict[Language, dict[str, float]]) -> dict[Language, float]:
    pairs = Counter(letter_pairs(" ".join(words)))
    counts = Counter(words)
    return {
        language: PRIOR.get(language, 0.0)
        + sum(count * known[pair] for pair, count in pairs.items() if pair in known)
        + STOP_WORD_WEIGHT * sum(n for word, n in counts.items() if word in STOP_WORDS[language])
        for language, known in table.items()
    }


def letter_pairs(word: str) -> list[str]:
    """Neighbouring letters of words, the space before and after each among them."""
    padded = f" {word} "
    return list(map(add, padded, padded[1:]))
