"""Words of a text as the built-in model sees them: one shared vocabulary, no language told.

A token is a lemma (Russian words the dictionary knows), a word form (everything else) or a number. Cyrillic
words of texts that are not Russian carry the mark `FOREIGN`: Tajik «дар» (in) is not Russian «дар» (gift).
"""

import re
import unicodedata
import zlib
from collections.abc import Container, Iterator
from functools import lru_cache

from ingest.morphology import dictionary

FOREIGN = "~"
"""Prefix of a Cyrillic word form met in a text that is not Russian."""

APOSTROPHES = "'’‘ʻʼ`´ʹ′"
WORD = re.compile(r"[^\W\d_]+|\d+")
FOREIGN_LETTERS = "әғқңөұүһіҷҳӣӯў"
FOREIGN_LETTER = re.compile(f"[{FOREIGN_LETTERS}]")
CYRILLIC_START = re.compile("[а-яё]")

_ROMAN = dict(
    zip(
        "абвгдезийклмнопрстуфхцыэғқҳўәңөүұһіҷӣӯ",
        "a b v g d e z i i k l m n o p r s t u f h s i e g k h o a n o u u h i j i o".split(),
        strict=True,
    )
)
_ROMAN |= {"ё": "io", "ж": "j", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}
_ROMAN |= {
    "ý": "i",
    "ş": "sh",
    "ç": "ch",
    "ñ": "ng",
    "ň": "ng",
    "ö": "o",
    "ü": "u",
    "ä": "a",
    "ğ": "g",
    "ı": "i",
}
_ROMAN_TABLE = str.maketrans(_ROMAN)
_LATIN_FOLDS = [
    pair.split(">")
    for pair in ("kh>h ph>f ts>s dzh>j zh>j dj>j ce>se ci>si cy>sy ch>C c>k C>ch q>k w>v y>i ie>e".split())
]
"""Replacements in order; C keeps ch from becoming kh."""
_DOUBLED = re.compile(r"(.)\1+")
_UZBEK_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцэқҳғў",
        "a b v g d e j z i y k l m n o p r s t u f x s e q h g o".split(),
        strict=True,
    )
)
_UZBEK_LATIN |= {"ё": "yo", "ч": "ch", "ш": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": "", "ы": "i", "щ": "sh"}
_UZBEK_TABLE = str.maketrans(_UZBEK_LATIN)


def fold(text: str) -> str:
    """Lower-cased, composed, apostrophes inside words gone (o‘zbek, o'zbek → ozbek)."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = text.lower()
    if not text.isascii():
        for mark in APOSTROPHES:
            text = text.replace(mark, "")
    else:
        text = text.replace("'", "").replace("`", "")
    return text


def words(folded: str) -> list[str]:
    """Runs of letters and runs of digits, in order."""
    return WORD.findall(folded)


def is_foreign(folded: str) -> bool:
    """Whether a text has so many letters Russian lacks that it is not Russian: over one in twenty words."""
    if folded.isascii():
        return False
    letters = sum(map(folded.count, FOREIGN_LETTERS))
    return letters > 0 and letters * 20 > len(words(folded))


def number(digits: str) -> str:
    """The token of a run of digits: leading zeros do not count."""
    return digits.lstrip("0") or "0"


def lemma(word: str) -> str | None:
    """The dictionary form of a Russian word with ё as е, None where the dictionary does not know it."""
    if not CYRILLIC_START.match(word) or not dictionary().word_is_known(word):
        return None
    return str(dictionary().parse(word)[0].normal_form).replace("ё", "е")


def uzbek_latin(word: str) -> str:
    """An Uzbek Cyrillic word in Latin script, without apostrophes (ўзбек → ozbek)."""
    if word.startswith("е"):
        word = "й" + word
    return word.translate(_UZBEK_TABLE)


def romanise(word: str) -> str:
    """A rough Latin form in which one name written in several scripts and spellings falls together."""
    roman = word.translate(_ROMAN_TABLE)
    for spelling, folded in _LATIN_FOLDS:
        roman = roman.replace(spelling, folded)
    return _DOUBLED.sub(r"\1", roman)


_ENDINGS = (
    "lar ler lor dar der dor tar ter tor ning nin din tin dun tun dung tung nung ni di ti nu du tu n "
    "ga ge go ka ke ko a e o na ne no da de do ta te to nda nde dan den don tan ten ton nan nen ndan "
    "nden i si u su im ing imiz ingiz m ng miz ngiz men ben pen dagi degi dogi tagi tegi gi ki li lik "
    "lig siz chi lu luu tuu duu gan gen gon kan ken kon ib ip p b up ish ush mak mek mok ar er ur r "
    "ir adi edi idi aidi mas mes iap iapti mokda at it dir tir il in la le lan len lash lesh ho hoi "
    "ro on ie am mon ton shon ash s t "
).split()
_ENDING_CHAIN = re.compile("(?:" + "|".join(sorted(_ENDINGS, key=len, reverse=True)) + ")+")
MIN_STEM = 5
"""Letters of a romanised form from which on two words that share it are taken for one."""


def stems(roman: str) -> Iterator[str]:
    """What is left of a romanised word without chains of Turkic and Tajik endings, longest first."""
    for length in range(len(roman) - 1, MIN_STEM - 1, -1):
        if _ENDING_CHAIN.fullmatch(roman, length):
            yield roman[:length]


MAX_PIECES = 24


def pieces(token: str) -> list[str]:
    """Pieces of a word's romanised form, shared by all languages."""
    word = token.removeprefix(FOREIGN)
    roman = romanise(word)
    found = ["w" + roman, "s" + min(stems(roman), key=len, default=roman)]
    if "x" in roman:
        found += ["w" + roman.replace("x", "h"), "w" + roman.replace("x", "ks")]
        roman = roman.replace("x", "h" if len(roman) > 4 and not roman.startswith("ex") else "ks")
    skeleton = re.sub("[aeiou]", "", roman)
    if len(skeleton) > 2:
        found.append("k" + skeleton)
    found += ["p" + roman[:k] for k in (3, 4, 5, 6, 7) if len(roman) > k]
    bounded = f"<{roman}>"
    found += [bounded[j : j + 4] for j in range(len(bounded) - 3)]
    return found[:MAX_PIECES]


@lru_cache(maxsize=20_000)
def piece_ids(token: str, buckets: int) -> tuple[int, ...]:
    """Bucket of each piece of a word."""
    return tuple(zlib.crc32(piece.encode()) % buckets for piece in pieces(token))


def key(word: str, foreign: bool, vocabulary: Container[str]) -> str:
    """The token of one folded word, given the tokens that have a row of their own."""
    if word[0].isdigit():
        return number(word)
    if word.isascii():
        return word
    only_foreign = FOREIGN_LETTER.search(word) is not None
    if not only_foreign:
        if not CYRILLIC_START.match(word):
            return word
        # The dictionary is slow: a word that is a token needs it not, nor one with letters Russian lacks.
        if not foreign and word in vocabulary:
            return word
    marked, latin = FOREIGN + word, uzbek_latin(word)
    if foreign:
        found = next((token for token in (marked, latin) if token in vocabulary), None)
        if found:
            return found
    if only_foreign or word in vocabulary:
        return next((token for token in (word, marked, latin) if token in vocabulary), word)
    return lemma(word) or next((token for token in (marked, latin) if token in vocabulary), word)
