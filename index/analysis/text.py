"""Folding of letters and cutting into words, before any language is looked at."""

import re
import unicodedata

# Uzbek o' and g' are typed with any of these or with none; stress marks and soft hyphens come from PDFs.
_DROPPED = re.compile("['’‘ʻʼ`´ʹʽ′＇\u0301\u00ad\u200b\u200c\u200d\u2060\ufeff]")

# Words first, and nothing given back once it is matched: most of a text are words.
_TOKEN = re.compile(
    r"[^\W\d_][^\W_]*+(?:[-\u2010\u2011\u2013][^\W_]++)*+"  # a word, hyphens inside
    r"|\d(?:"
    r"\d{3}-\d\d-\d\d(?!\d)"  # 2024-11-27
    r"|\d?[./]\d{1,2}[./]\d{4}(?!\d)"  # 27.11.2024
    r"|\d{0,2}(?:[ \u00a0\u2009\u202f,]\d{3})+(?!\d)"  # 2 610 000
    r"|\d*[.,]\d+"  # 12,5
    r"|[^\W_]*(?:[-\u2010\u2011\u2013][^\W_]+)*)"  # 15, 3-го
)

_CYRILLIC_TO_LATIN = str.maketrans("аеорсухкмтвні", "aeopcyxkmtbhi")
_LATIN_TO_CYRILLIC = str.maketrans("aeopcyxkmtbhi", "аеорсухкмтвні")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-яёѐ-ԯ]")


def fold(text: str) -> str:
    """Lower case, ё as е, composed letters, without apostrophes, stress marks and soft hyphens."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _DROPPED.sub("", text.lower()).replace("ё", "е")


def tokenise(text: str) -> list[str]:
    """The folded words, numbers and numeric dates of a text, hyphenated words in one piece."""
    return _TOKEN.findall(fold(text))


def script(word: str) -> str:
    """`latin`, `cyrillic`, or empty for numbers and all else; a tie counts as Cyrillic."""
    cyrillic = len(_CYRILLIC.findall(word))
    latin = len(_LATIN.findall(word))
    if not cyrillic and not latin:
        return ""
    return "cyrillic" if cyrillic >= latin else "latin"


def mend(word: str) -> str:
    """One script throughout: scanned pages and keyboards mix look-alike letters (Latin c in «совет»)."""
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    to_cyrillic = script(word) == "cyrillic"
    mended = word.translate(_LATIN_TO_CYRILLIC if to_cyrillic else _CYRILLIC_TO_LATIN)
    other = _LATIN if to_cyrillic else _CYRILLIC
    return word if other.search(mended) else mended
