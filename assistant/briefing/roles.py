"""Who has held which role, and when."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.brief import Line
from assistant.briefing.cues import tells
from assistant.briefing.material import Material, line
from assistant.terms.keys import name_stems
from assistant.terms.wording import base_form
from index.analysis import fold, name_key
from index.knowledge import Told
from ingest.document import Language
from ingest.findings.records import Role

APART = re.compile(r"[.;:()|—–]|,.*,|[^\W\d_]\.\s+[^\W\d_]+\W+(?:и|and|va|және)\s", re.S)
"""What parts a role from a person who stands beside it by chance."""
NEAR = 45
"""Code points between the two."""
APPROVED = re.compile(r"утвержд|подписан|approved|signed|tasdiqlan|imzolan|тасдиқлан|бекіт", re.I)
"""Done by the holder of a role, in the case that also tells who was given one."""
ENOUGH = 0.5
"""Of the mentions in the language that has most, so many must be in the reader's to make it the section's."""
MOST_PEOPLE = 8
WITH_BODY: dict[Language, str] = {"en": "{role}, {body}", "uz": "{body} {role}", "kk": "{body} {role}"}
LOOKING_BACK = frozenset({"report", "review"})
"""Kinds of documents that tell of the year before."""
LONGEST_BODY = 5
FORMER = re.compile(r"бывш|прежн|former|ex-|sobiq|собиқ|бұрынғы")
OF_SOMETHING = re.compile(
    r"руковод|начальник|тренер|директор|координатор|представител|head|director|coordinator|rahbar|direktor|раҳбар|басшы|өкіл"
)
"""Roles that say nothing without what they are in."""
FIRST = frozenset("первый первая первое first birinchi биринчи бірінші".split())


@dataclass(slots=True)
class Tenure:
    """The mentions of one person in one role."""

    person: str
    told: list[Told[Role]] = field(default_factory=list)

    @property
    def since(self) -> Told[Role]:
        """The mention of the earliest year."""
        return min(self.told, key=lambda one: year_of(one) or "9999")


def year_of(one: Told[Role]) -> str:
    """The year of a mention: its own, unless that is far from the day of writing; none in a look back."""
    own, written = (one.day or "")[:4], (one.document.date or "")[:4]
    if one.document.kind in LOOKING_BACK and one.day == one.document.date:
        return ""
    if own.isdigit() and (not written or int(own) <= int(written) + 1):
        return own
    return written


def roles(material: Material) -> Iterator[Line]:
    """A line a role: its holders, each with the first year that documents tell of; fullest lines first."""
    told = [
        one
        for one in material.knowledge.roles()
        if one.document.name in material.documents and stands_together(one.what)
    ]
    spoken = Counter(one.document.language for one in told)
    if not spoken:
        return
    reader = next((one for one in spoken if one == material.language), None)
    language, most = spoken.most_common(1)[0]
    if reader is not None and spoken[reader] >= ENOUGH * most:
        language = reader
    held: dict[tuple[str, ...], dict[str, Tenure]] = defaultdict(dict)
    wording: dict[tuple[str, ...], str] = {}
    for one in sorted(told, key=lambda one: one.day or "9999"):
        if one.document.language != language:
            continue
        name = named(one.what, language, material)
        key = name_stems(name, language)
        person = person_of(one.what.person)
        surname = name_key(fold(person.split()[-1])) if person else ""
        if not key or not surname:
            continue
        wording.setdefault(key, name)
        tenure = held[key].setdefault(surname, Tenure(person))
        tenure.person = max(tenure.person, person, key=lambda text: ("." not in text, -len(text)))
        tenure.told.append(one)
    for key, people in sorted(held.items(), key=lambda pair: (-len(pair[1]), wording[pair[0]])):
        tenures = sorted(people.values(), key=lambda one: year_of(one.since) or "9999")[-MOST_PEOPLE:]
        parts = [f"{one.person} ({year})" if (year := year_of(one.since)) else one.person for one in tenures]
        cited = [one for tenure in tenures for one in (tenure.since, best(tenure))]
        places = {(one.document.name, one.what.start): one for one in cited}
        yield line(
            f"{wording[key]}: {', '.join(parts)}",
            *(material.finding(one.document, one.what) for one in places.values()),
        )


def best(tenure: Tenure) -> Told[Role]:
    """The mention that has the person's name in full."""
    return next((one for one in tenure.told if tenure.person in one.what.quote), tenure.told[0])


def stands_together(role: Role) -> bool:
    """Whether the role stands right before the person or behind: what else is between may mean another."""
    if role.act == "leaves" or APPROVED.search(role.quote):
        return False
    person, title = person_of(role.person), role.role
    if not person or len(person.split()) < 2:
        return False
    at, surname = role.quote.lower().find(title.lower()), role.quote.find(person.split()[-1][:4])
    if at < 0 or surname < 0:
        return False
    first, second = sorted((at, surname))
    between = role.quote[first:second]
    return second - first <= NEAR + len(title) and not APART.search(INITIAL.sub("", between))


INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.\s?")


def person_of(text: str) -> str:
    """A person's name without what was taken along: a place behind it in brackets, a full stop."""
    name = re.sub(r"\(.*", "", text).strip(" .,")
    words = name.split()
    return " ".join(words[-2:]) if len(words) > 2 and "." not in name else name


def named(role: Role, language: Language, material: Material) -> str:
    """A role as a dictionary has it, with its body unless that is the council; empty where one is wanting."""
    words = base_form(role.role.lower(), language).split()
    name = " ".join(word for word in words if word not in FIRST)
    body = role.body.strip()
    council = material.council
    ours = council is not None and (body in council.abbreviations or tells(body, "council"))
    proper = any(c.isupper() or c == "«" for c in body) and len(body.split()) <= LONGEST_BODY
    if (
        name.endswith("ство")
        or FORMER.search(name)
        or (OF_SOMETHING.search(name) and not (proper and not ours))
    ):
        return ""
    if not proper or ours or body.lower() in name:
        return name
    return WITH_BODY.get(language, "{role} {body}").format(role=name, body=body)
