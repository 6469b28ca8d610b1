"""Uzbek in Cyrillic, spelt in Latin letters for those who ask in them."""

import re

LETTERS = dict(
    zip(
        "абвгдежзийклмнопрстуфхэқғҳўъь",
        (
            *"abvgde",
            "j",
            *"ziyklmnoprstufx",
            "e",
            "q",
            "g‘",
            "h",
            "o‘",
            "’",
            "",
        ),
        strict=True,
    )
) | {"ч": "ch", "ш": "sh", "ю": "yu", "я": "ya", "ё": "yo", "ц": "ts"}
VOWELS = "аеёиоуэюяў"
WORD = re.compile(r"[^\W\d_]+")


def latin(text: str) -> str:
    """A text in the Latin alphabet of Uzbek; words in it that are Latin already stay."""
    return WORD.sub(lambda match: _word(match.group()), text)


def _word(word: str) -> str:
    spelt = []
    for k, letter in enumerate(word):
        small = letter.lower()
        before = word[k - 1].lower() if k else ""
        if small == "е" and (not before or before in VOWELS + "ъь"):
            new = "ye"
        elif small == "ц" and (not before or before not in VOWELS):
            new = "s"
        else:
            new = LETTERS.get(small, small)
        if letter.isupper():
            following = word[k + 1 : k + 2]
            new = new.upper() if following.isupper() else new[:1].upper() + new[1:]
        spelt.append(new)
    return "".join(spelt)


def is_cyrillic(text: str) -> bool:
    """Whether most letters of a text are Cyrillic."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    return 2 * sum("а" <= letter <= "я" or letter in "ёқғҳў" for letter in letters) > len(letters)
