"""Keys under which one name meets itself across scripts and spellings, and the keyboard's two layouts."""

import re

_ROMAN = {
    **dict(zip("абвгдезийклмнопрстуфхыэіғқҳўңөүұәһӣӯ", "abvgdeziiklmnoprstufhieighqonoouahiu", strict=False)),
    "й": "i", "ғ": "g", "қ": "k", "ҳ": "h", "ў": "u", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "ә": "a",
    "һ": "h", "ӣ": "i", "ӯ": "u", "ё": "e", "ж": "j", "ц": "s", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu",
    "я": "ia", "ъ": "", "ь": "", "ҷ": "j",
}  # fmt: skip

# In this order; vowels fall into three classes (Тошкент, Ташкент), and a run of them counts as its first.
_SPELLINGS = tuple(
    pair.split(">")
    for pair in (
        "shch>sh sch>sh dzh>j zh>j dj>j kh>h x>h ph>f tch>4 ch>4 sh>6 ts>s tz>s ck>k q>k "
        "ce>se ci>si cy>sy c>k w>v"
    ).split()
)
_VOWELS = (
    (re.compile("[eyi]+(?=[aeiouy])"), "i"),
    (re.compile("[eyi]"), "i"),
    (re.compile("[ao]"), "a"),
    (re.compile("([iau])[iau]+"), r"\1"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def romanise(word: str) -> str:
    """A folded word in plain Latin letters."""
    return "".join(_ROMAN.get(letter, letter) for letter in word)


def name_key(word: str) -> str:
    """What the spellings of a name share: Мирзиёев, Mirziyoyev, Mirziyaev; Ташкент, Toshkent.

    Takes a folded word or stem; answers an empty string where less than three letters stay.
    """
    key = romanise(word)
    for spelling, replacement in _SPELLINGS:
        key = key.replace(spelling, replacement)
    for pattern, replacement in _VOWELS:
        key = pattern.sub(replacement, key)
    return key if len(key) > 2 else ""


_CYRILLIC = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("shch|sch", "щ"), ("zh", "ж"), ("kh", "х"), ("tch|ch", "ч"), ("sh", "ш"),
        ("tsya$", "тся"), ("ts", "ц"),
        ("ia$", "ия"), ("ya|ja", "я"), ("yu|ju", "ю"), ("yo|jo", "е"),
        ("ye|je", "е"), ("ph", "ф"), ("ck", "к"),
        ("(?<=[aeiou])[yj]", "й"), ("[iy]y$", "ый"), ("[yj](?=[bcdfghklmnpqrstvwxz]|$)", "ы"),
        ("x", "кс"),
    )
)  # fmt: skip
_CYRILLIC_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwyz", "абцдефгхийклмнопкрстуввыз")


def cyrillise(word: str) -> str:
    """A folded word typed in Latin letters as Russian would spell it: `soobshestv` is «сообшеств»."""
    for pattern, replacement in _CYRILLIC:
        word = pattern.sub(replacement, word)
    return word.translate(_CYRILLIC_LETTERS)


_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_SWAP = {
    ord(one): other
    for ones, others in ((_LATIN_KEYS, _CYRILLIC_KEYS), (_CYRILLIC_KEYS, _LATIN_KEYS))
    for upper in (True, False)  # last, so that a comma gives a small letter
    for one, other in zip(ones.upper() if upper else ones, others.upper() if upper else others, strict=True)
}


def swap_layout(text: str) -> str:
    """The text as the same keys would type it in the other layout: `rjyathtywbz` is «конференция»."""
    return text.translate(_SWAP)
