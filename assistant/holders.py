"""Who held a role, year by year: put together from what all documents tell of it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

from assistant.answer import Answer, Citation, Value
from assistant.citing import citation_of
from assistant.counting import sentence_at
from assistant.extraction.nominative import person_nominative
from assistant.question import WORD, Question, folded
from index.analysis import fold, name_key
from index.archive import Archive
from index.filters import Filters
from index.knowledge import Told
from ingest.dates.wording import format_date
from ingest.findings.records import Role

LOOKING_BACK = frozenset({"report", "review", "reprint"})
"""Kinds of documents that may speak of another year than their own."""
LONGEST_SPAN = 10
"""Years of a span that are gone through."""
FOR_YEAR = re.compile(r"(?:на|for|в)\s+((?:19|20)\d\d)|((?:19|20)\d\d)[- ]?(?:yil|йил|жыл)\w*")
SURE = 0.9
TWO = 2
"""Words of a whole name."""


@cache
def words() -> dict[str, re.Pattern[str]]:
    """The table of `holders.toml`, compiled: roles by name, and how a question goes on about them."""
    rows = tomllib.loads(files("assistant").joinpath("holders.toml").read_text("utf-8"))
    patterns = {**rows["roles"], "asking": rf"(?:{rows['asking']['words']})"}
    patterns |= {key: rows[key] for key in ("over_time", "former", "council", "other_body", "presides")}
    return {key: re.compile(pattern) for key, pattern in patterns.items()}


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a role in a year, with the finding that says so."""

    year: int
    person: str
    told: Told[Role]


def role_asked(question: Question) -> str | None:
    """The role whose holders a question asks for, and nothing else; None for any other question."""
    text = folded(question.mended)
    if words()["former"].search(text) or question.wanted not in ("person", "list", "passage", "date"):
        return None
    for role in ("secretary", "chair"):
        if words()[role].search(text):
            rest = words()["over_time"].sub(" ", words()["council"].sub(" ", words()[role].sub(" ", text)))
            own = [word for word in WORD.findall(rest) if not word.isdigit()]
            return role if all(words()["asking"].fullmatch(word) for word in own) else None
    return None


def tenures(question: Question, archive: Archive, filters: Filters, language: str) -> Answer | None:
    """Who held a role in each year asked for, or each holder with their time; None for other questions."""
    role = role_asked(question)
    years = years_asked(question)
    over_time = bool(words()["over_time"].search(folded(question.mended)))
    if role is None or question.thread or not (over_time or len(years) > 1):
        return None
    known = holders(role, archive, filters)
    if not known:
        return None
    if years:
        lines = [(str(year), in_year(known, year, question.language)) for year in years]
        if any(not found for _, found in lines):
            return None
        text = "; ".join(f"{year}: {', '.join(one.person for one in found)}" for year, found in lines)
        cited = [one for _, found in lines for one in found]
    else:
        cited = terms(known, question.language)
        if len(cited) < len(("before", "after")):
            return None
        ends = [*(since(one) for one in cited[1:]), ""]
        text = "; ".join(
            f"{one.person} ({spelt(since(one), end, question)})" for one, end in zip(cited, ends, strict=True)
        )
    citations = cite(cited, archive)
    return Answer(
        question=question.text,
        language=language,
        answer=" ".join(f"{' '.join(citation.quote.split())} [{citation.n}]" for citation in citations),
        short_answer=text,
        values=[Value(kind="person", text=one.person, value=one.person) for one in cited],
        abstained=False,
        confidence=SURE,
        citations=citations,
        question_understood_as=question.understood,
    )


def years_asked(question: Question) -> list[int]:
    """The years that a question names, spans year by year."""
    years: set[int] = set()
    for mention in question.dates:
        if mention.first.year:
            last = (mention.last or mention.first).year or mention.first.year
            years |= set(range(mention.first.year, min(last, mention.first.year + LONGEST_SPAN) + 1))
    return sorted(years)


def holders(role: str, archive: Archive, filters: Filters) -> list[Holder]:
    """Everything that the documents tell of the holders of a role of the council itself."""
    names = {document.name for document in archive.documents(filters)}
    found = []
    for told in archive.knowledge.roles():
        what, written = told.what, told.document
        title = folded(f"{what.role} {what.body}")
        if written.name not in names or words()["former"].search(title) or what.act == "leaves":
            continue
        if not words()[role].search(folded(what.role)) or not told.day or len(what.person.split()) < TWO:
            continue
        if not of_council(what, role):
            continue
        if written.kind in LOOKING_BACK and what.act != "takes":
            continue
        own = FOR_YEAR.search(what.quote) if what.act == "takes" else None
        year = int(own.group(1) or own.group(2)) if own else int(told.day[:4])
        found.append(Holder(year, what.person, told))
    return sorted(found, key=lambda one: (one.year, one.told.day or ""))


def of_council(what: Role, role: str) -> bool:
    """Whether a role is the council's: it says so, or somebody is chosen for it and no other is named."""
    body, quote = folded(what.body), folded(what.quote)
    if body:
        return bool(words()["council"].search(body)) or what.body.isupper()
    if role != "chair":
        return True
    if words()["other_body"].search(quote):
        return False
    return what.act == "takes" or bool(words()["presides"].search(quote))


ALIKE = 0.8
"""Likeness of two surnames by sound from which they are one, where the first names begin alike."""


def same_person(one: str, other: str) -> bool:
    """Whether two names, in any script and with first names or initials, are one person's."""
    first, second = (name_key(fold(person.split()[-1])) for person in (one, other))
    if first == second:
        return True
    initials = {name_key(fold(person))[:1] or fold(person)[:1] for person in (one, other)}
    return SequenceMatcher(None, first, second).ratio() >= ALIKE and len(initials) == 1


def in_year(known: Sequence[Holder], year: int, language: str) -> list[Holder]:
    """The holders of a year in order, each in the fullest wording.

    Where the year tells nothing, the one who is told of before and after it.
    """
    own = [one for one in known if one.year == year]
    if not own:
        before = [one for one in known if one.year < year]
        after = [one for one in known if one.year > year]
        if not before or not after or not same_person(before[-1].person, after[0].person):
            return []
        own = [before[-1]]
    groups = grouped(own)
    most = max(map(len, groups))
    # Told once beside somebody who is told of more often: misread, or of another body.
    sure = [group for group in groups if len(group) > 1 or most == 1 or group[0].told.what.act == "takes"]
    return sorted(
        (fullest(first_of(group), known, language) for group in sure), key=lambda one: one.told.day or ""
    )


def terms(known: Sequence[Holder], language: str) -> list[Holder]:
    """Each holder once, by the first day told, in the fullest wording."""
    years = sorted({one.year for one in known})
    sure = {id(one.told) for year in years for one in in_year(known, year, "")}
    groups = [group for group in grouped(known) if any(id(one.told) in sure for one in group)]
    firsts = sorted((first_of(group) for group in groups), key=lambda one: (one.year, one.told.day or ""))
    return [fullest(one, known, language) for one in firsts]


def grouped(known: Sequence[Holder]) -> list[list[Holder]]:
    """What is told, person by person."""
    groups: list[list[Holder]] = []
    for one in known:
        group = next((group for group in groups if same_person(group[0].person, one.person)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def first_of(group: Sequence[Holder]) -> Holder:
    """The first that is told of a person; being given the role goes before merely having it that day."""
    return next((one for one in group if one.told.what.act == "takes"), group[0])


def fullest(one: Holder, known: Sequence[Holder], language: str) -> Holder:
    """A holder by the fullest name, in the asker's language where there is one."""
    same = [other for other in known if same_person(other.person, one.person)]
    best = max(
        same,
        key=lambda other: ("." not in other.person, other.told.document.language == language, other is one),
    )
    written = best.told.document.language
    return Holder(one.year, person_nominative(best.person) if written == "ru" else best.person, one.told)


def since(one: Holder) -> str:
    """ISO: the day on which a holder was given the role, else the first year that tells of them in it."""
    day = one.told.day or ""
    return day if one.told.what.act == "takes" and day.startswith(str(one.year)) else str(one.year)


def spelt(start: str, end: str, question: Question) -> str:
    """A time in office in words."""
    first = format_date(start, question.language)
    return f"{first} – {format_date(end, question.language)}" if end else f"{first} –"


def cite(found: Sequence[Holder], archive: Archive) -> list[Citation]:
    """The sentences that say so, each once."""
    places: dict[tuple[str, int], Citation] = {}
    for one in found:
        document = one.told.document
        text = archive.text(document.name)
        start, end = sentence_at(text.text, one.told.what.start, document.language)
        cited = citation_of(document, text, start, end, len(places) + 1)
        places.setdefault((document.name, start), cited)
    return list(places.values())
