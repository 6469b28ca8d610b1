"""Dates and amounts as terms that every language shares: 27.11.2024, «27 ноября 2024», 27 November 2024."""

import re
from collections.abc import Iterator

# Month names as they are inflected, written out: a look-up by the word as it stands costs nothing.
_NAMES = {
    1: "январь январ yanvar январе қаңтар jan",
    2: "феврал fevral ақпан feb",
    3: "март mart наурыз mar",
    4: "апрел aprel сәуір apr",
    5: "май мая мае мамыр",
    6: "июн iyun маусым jun",
    7: "июл iyul шілде jul",
    8: "август avgust тамыз aug",
    9: "сентябр sentabr sentyabr қыркүйек sep",
    10: "октябр oktabr oktyabr қазан oct",
    11: "ноябр noyabr қараша nov",
    12: "декабр dekabr желтоқсан dec",
}
_ENGLISH = "january february march april may june july august september october november december".split()
_RUSSIAN_ENDINGS = ("", "ь", "я", "ю", "е", "ем", "а", "у", "ом", "и", "ей")
_UZBEK_ENDINGS = (
    "da",
    "dan",
    "ga",
    "ning",
    "ni",
    "dagi",
    "gacha",
    "i",
    "ида",
    "да",
    "дан",
    "га",
    "нинг",
    "даги",
)
_KAZAKH_ENDINGS = (
    "да де та те дан ден тан тен ға ге қа ке ның нің дың дің тың тің дағы дегі тағы тегі ы і".split()
)


def _months() -> dict[str, int]:
    months = {name: number for number, name in enumerate(_ENGLISH, 1)}
    for number, names in _NAMES.items():
        for name in names.split():
            months[name] = number
            for ending in (*_RUSSIAN_ENDINGS, *_UZBEK_ENDINGS, *_KAZAKH_ENDINGS):
                months[name + ending] = number
    # Words of their own: маем, «may», «mar» and the like would make a month of every modal verb.
    for word in ("mari", "mara", "deci", "junga", "маи", "июна", "jana", "окт"):
        months.pop(word, None)
    return months


MONTHS = _months()
_ONLY_WITH_A_NUMBER = {
    "may",
    "mart",
    "march",
    "mar",
    "jan",
    "dec",
    "sep",
    "oct",
    "nov",
    "jun",
    "jul",
    "apr",
    "feb",
    "aug",
}

MAGNITUDES = {
    **dict.fromkeys("тыс тысяч тысячи тысяча тысячам thousand ming минг мың миң ҳазор".split(), 1_000),
    **dict.fromkeys("млн миллион миллиона миллионов million mln".split(), 1_000_000),
    **dict.fromkeys("млрд миллиард миллиарда миллиардов billion milliard mlrd".split(), 1_000_000_000),
}
_NUMERIC = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[./](\d{1,2})[./](\d{4})")
_SHORTEST_NUMERIC = 7
_DAY = re.compile(r"(\d{1,2})(?:-?(?:го|е|st|nd|rd|th|ое))?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AMOUNT = re.compile(r"[\d \u00a0\u2009\u202f,.]+")


_CALENDAR = MONTHS.keys() | MAGNITUDES.keys()


def calendar_word(word: str) -> bool:
    """Whether a folded word can bring a calendar term; texts without one need not be looked through."""
    return bool(_NUMERIC.fullmatch(word)) or not _CALENDAR.isdisjoint(word.split("-"))


def calendar_terms(words: list[str]) -> Iterator[str]:
    """Shared terms of folded words: `m11`, `d11-27`, `y2024-11`, amounts in full."""
    pieces: list[str] = []
    for word in words:
        if len(word) > _SHORTEST_NUMERIC and word[0].isdigit() and (numeric := _NUMERIC.fullmatch(word)):
            year, month, day = numeric.group(1, 2, 3) if numeric[1] else numeric.group(6, 5, 4)
            if 1 <= int(month) <= 12:
                yield from (f"m{int(month)}", f"d{int(month)}-{int(day)}", f"y{year}-{int(month)}")
        if "-" in word:
            pieces += word.split("-")  # 2024-yil 27-noyabr
        else:
            pieces.append(word)
    for i in [i for i, piece in enumerate(pieces) if piece in _CALENDAR]:
        piece = pieces[i]
        if piece in MONTHS:
            yield from _dated(pieces, i, MONTHS[piece])
        elif i:
            amount = _number(pieces[i - 1])
            if amount is not None:
                yield str(round(amount * MAGNITUDES[piece]))


def _dated(words: list[str], i: int, month: int) -> Iterator[str]:
    """Terms of the month at `i`, with the day and the year near it (2024-yil 27-noyabr)."""
    before = words[i - 1] if i else ""
    behind = words[i + 1] if i + 1 < len(words) else ""
    day = next(
        (m[1] for m in (_DAY.fullmatch(before), _DAY.fullmatch(behind)) if m and 1 <= int(m[1]) <= 31), None
    )
    year = next((m[0] for w in words[max(0, i - 3) : i + 4] if (m := _YEAR.match(w))), None)
    if day or year or words[i] not in _ONLY_WITH_A_NUMBER:
        yield f"m{month}"
    if day:
        yield f"d{month}-{int(day)}"
    if year:
        yield f"y{year}-{month}"


def _number(word: str) -> float | None:
    if not word[:1].isdigit() or not _AMOUNT.fullmatch(word):
        return None
    plain = re.sub("[ \u00a0\u2009\u202f]|,(?=\\d{3}(?:,|$))", "", word).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None
