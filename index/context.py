"""What stands above a passage, put in front of it wherever meaning is measured."""

from collections.abc import Mapping
from typing import Any

_MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr".split(),
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
}


def context_of(metadata: Mapping[str, Any]) -> str:
    """Title, heading and date of a passage's document, the date in the document's language."""
    title = str(metadata.get("title") or "")
    heading = str(metadata.get("heading") or "").removeprefix(title).strip(" ›")
    table = str(metadata.get("table_header") or "")
    parts = (title, heading, table, date_in_words(metadata.get("date"), str(metadata.get("language") or "")))
    return ". ".join(part for part in parts if part)


def date_in_words(date: str | None, language: str) -> str:
    """`2024-11-27` as «27 ноября 2024»; Russian where the language has no months here."""
    if not date:
        return ""
    year, *rest = date.split("-")
    months = _MONTHS.get(language, _MONTHS["ru"])
    if not rest or not rest[0].isdigit() or not 1 <= int(rest[0]) <= 12:
        return year
    day = f"{int(rest[1])} " if len(rest) > 1 and rest[1].isdigit() else ""
    return f"{day}{months[int(rest[0]) - 1]} {year}"
