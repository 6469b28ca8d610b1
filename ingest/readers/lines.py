"""Lines of a paragraph put together again."""

import re

SOFT_HYPHENS = "\u00ad\ufffe"
HYPHENS = "-‐" + SOFT_HYPHENS
LAST_PART = re.compile(r"([^\W\d_]+)[-‐\u00ad\ufffe]$")
FIRST_PART = re.compile(r"[^\W\d_]+")
# Words that keep their hyphen wherever the line breaks: what stands before it, or after it.
KEPT_BEFORE = frozenset(
    "по кое из во вице экс пресс онлайн интернет веб медиа бизнес видео аудио генерал премьер северо юго "
    "западно научно социально общественно психолого экономико организационно информационно практико учебно "
    "нормативно контр мини топ шоу self non well long short full part post pre cross high low co e "
    "follow on".split()
)
KEPT_AFTER = frozenset(
    "то либо нибудь таки ка на ga ni da dan ning ta si son yil yilda chi sonli kun".split()
)


def join_lines(first: str, second: str) -> str:
    """Two lines of one paragraph; a word divided at the line end is put together."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if first[-1] not in HYPHENS or len(first) < 2 or not first[-2].isalpha():
        return f"{first} {second}"
    before, after = LAST_PART.search(first), FIRST_PART.match(second)
    if not before or not after:
        return f"{first[:-1]}-{second}" if first[-1] in "-‐\ufffe" else first[:-1] + second
    kept = before.group(1).lower() in KEPT_BEFORE or after.group().lower() in KEPT_AFTER
    # A second half with a capital is a name of its own: «Ново-Тельмезар».
    if first[-1] != "\u00ad" and (kept or second[0].isupper()):
        return f"{first[:-1]}-{second}"
    return first[:-1] + second
