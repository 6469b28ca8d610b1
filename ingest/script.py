"""Words that mix alphabets: letters that only look right, put into the word's own alphabet."""

import re

WORD = re.compile(r"[^\W\d_]+")
# Letters of the same shape; pairs, Latin first.
PAIRS = "AА BВ CС EЕ HН KК MМ OО PР TТ XХ YУ aа cс eе oо pр xх yу iі IІ hһ".split()
TO_CYRILLIC = str.maketrans({pair[0]: pair[1] for pair in PAIRS})
TO_LATIN = str.maketrans({pair[1]: pair[0] for pair in PAIRS})
LOOKALIKES = frozenset(pair[0] for pair in PAIRS)
SHARED = frozenset(pair[1] for pair in PAIRS)
"""Their Cyrillic twins."""
SHORT = 3
"""Letters of a word that may be put into the alphabet of its line though it is of one alphabet itself."""


def mend_script(line: str) -> str:
    """A line whose words are each of one alphabet: «Coвeт» becomes «Совет».

    A letter is changed only to one of the same shape, towards the alphabet of those letters of the word that
    have no twin. A short word of such letters alone («c», «B», «He») goes by its line, where nothing else in
    that is Latin.
    """
    latin = any(is_latin(c) and c not in LOOKALIKES for c in line)
    cyrillic = any(is_cyrillic(c) for c in line)

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        if is_mixed(word):
            ours = sum(is_cyrillic(c) and c not in SHARED for c in word)
            theirs = sum(is_latin(c) and c not in LOOKALIKES for c in word)
            return word.translate(TO_CYRILLIC if ours >= theirs else TO_LATIN)
        if cyrillic and not latin and len(word) <= SHORT and set(word) <= LOOKALIKES:
            return word.translate(TO_CYRILLIC)
        return word

    return WORD.sub(mend, line)


def is_mixed(word: str) -> bool:
    """Whether a word has letters of both alphabets."""
    return any(is_cyrillic(c) for c in word) and any(is_latin(c) for c in word)


def is_cyrillic(char: str) -> bool:
    """Whether it is a letter of ours in Cyrillic."""
    return "\u0400" <= char <= "\u052f"


def is_latin(char: str) -> bool:
    """Whether it is a Latin letter, accented ones among them."""
    return char.isalpha() and char < "\u0250"
