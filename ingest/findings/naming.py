"""Names in the sentences that are worth it: tagging all of a text would take longer than reading it."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from ingest.document import Language
from ingest.findings.reading import Sentence
from ingest.findings.records import Body
from ingest.findings.roles import names_roles, uncapitalised
from ingest.findings.words import folded, pattern
from ingest.morphology import dictionary
from ingest.names import NameMention, find_names, has_stem, stems

CAPITALS = re.compile(r"[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ][\w’‘ʻ'.-]*\s*[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ«]")
"""Two capitals in a row: somebody's name, perhaps."""
ORGANISED = re.compile(
    r"организ(?:атор|овал|ован|уют|ует)|при (?:поддержке|содействии)|совместно с|organi[sz]ed|hosted by|"
    r"jointly with|with the support of|tashkilotchi|tomonidan (?:o.tkaz|tashkil)|hamkorli|"
    r"ташкилотчи|томонидан (?:ўтказ|ташкил)|ҳамкорли|"
    r"ұйымдастыр|бірлесіп|қолдауымен",
    re.IGNORECASE,
)
"""Who held it is told where these stand."""
SHOUTED = frozenset(
    "РЕШИЛИ ПРИКАЗ УКАЗ АКТ ПЛАН ОТЧЕТ ОТЧЁТ АНОНС УСТАВ QAROR ҚАРОР ШЕШІМ ORDER PLAN".split()
)
"""Words that stand in capitals above a paper."""
POSSESSIVE = re.compile(r"['’]s$")
INFLECTED: dict[str, re.Pattern[str]] = {
    "uz": re.compile(r"(?:da|dan|ni|ga|да|дан|ни|га)$"),
    "kk": re.compile(r"(?:да|де|та|те|ны|ні|ды|ді|ты|ті|ға|ге|қа|ке)$"),
}
"""Endings of a word that a name does not begin with: it is another part of the sentence."""
AT_ONCE = 6000
"""Characters tagged in one go."""
SHORT_NAME = re.compile(r"(?<![\w-])[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ]{2,6}(?:-\d{1,2})?(?![\w-])")

Names = Mapping[int, Sequence[NameMention]]
"""By the start of their sentence; offsets in the sentence."""


def names_of(sentences: Sequence[Sentence], told: Iterable[int], language: Language) -> Names:
    """Names in the sentences that begin at `told`, and in those that speak of roles."""
    events = set(told)
    wanted = [one for one in sentences if one.start in events or (one.kind != "heading" and _worth(one))]
    if language != "ru":
        return {one.start: _with_roles_small(one) for one in wanted}
    found: dict[int, list[NameMention]] = {one.start: [] for one in wanted}
    for group in _groups(wanted):
        offsets, text = [], ""
        for one in group:
            offsets.append(len(text))
            text += one.text + "\n"
        for name in find_names(text, language):
            place = bisect_right(offsets, name.start) - 1
            one, start = group[place], name.start - offsets[place]
            end = min(name.end - offsets[place], len(one.text))
            found[one.start].append(NameMention(start, end, name.kind, one.text[start:end]))
    return found


def _worth(sentence: Sentence) -> bool:
    """Whether it speaks of roles, or of who held something."""
    capitals = CAPITALS.search(sentence.text)
    return bool(capitals) and (names_roles(sentence) or ORGANISED.search(sentence.text) is not None)


def people_in(sentence: Sentence, names: Sequence[NameMention]) -> list[NameMention]:
    """The people of a sentence, without capitals in a row that are two parts of it."""
    inflected = INFLECTED.get(sentence.language)
    return [
        name
        for name in names
        if name.kind == "person" and not (inflected and inflected.search(name.text.split()[0]))
    ]


def _with_roles_small(sentence: Sentence) -> list[NameMention]:
    found = find_names(uncapitalised(sentence.text, sentence.language), sentence.language)
    return [replace(name, text=sentence.text[name.start : name.end]) for name in found]


def _groups(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    size = 0
    for one in sentences:
        if group and size + len(one.text) > AT_ONCE:
            yield group
            group, size = [], 0
        group.append(one)
        size += len(one.text)
    if group:
        yield group


def organisations(sentence: Sentence, names: Sequence[NameMention]) -> list[str]:
    """Organisations of a sentence, those that are only named by letters among them."""
    found = {}
    for name in names:
        if name.kind == "organisation" and (text := _organisation(name, sentence)):
            found[text] = name.start
    covered = [(name.start, name.end) for name in names]
    shouted = sentence.text.isupper()
    for short in () if shouted else SHORT_NAME.finditer(sentence.text):
        if short.group() not in SHOUTED and not any(a <= short.start() < b for a, b in covered):
            found[short.group()] = short.start()
    return sorted((name for name in found if len(name) > 1), key=lambda name: found[name])


def _organisation(name: NameMention, sentence: Sentence) -> str:
    """Its name without the place in front of it; empty for a word that only begins the sentence."""
    begin = max((d.end for d in sentence.dates if name.start <= d.start < name.end), default=name.start)
    text = sentence.text[begin : name.end].strip(" ,.;")
    placed = PLACED["ru"].match(sentence.text, max(0, name.start - 2)) if sentence.language == "ru" else None
    if placed and " " in text and text.split()[0].endswith("е"):
        text = text.partition(" ")[2]
    text = POSSESSIVE.sub("", text)
    while (
        sentence.language in INFLECTED
        and " " in text
        and INFLECTED[sentence.language].search(text.split()[0])
    ):
        text = text.partition(" ")[2]
    alone = " " not in text and text[1:].islower() and name.start == 0
    return (
        "" if alone and not has_stem(text.lower(), stems("organisation").get(sentence.language, ())) else text
    )


def bodies(sentences: Sequence[Sentence], names: Names) -> Iterator[Body]:
    """Organisations by their first mention, with how often they are named."""
    first: dict[str, tuple[Sentence, str]] = {}
    count: dict[str, int] = {}
    for one in sentences:
        for name in organisations(one, names.get(one.start, ())):
            key = " ".join(word.casefold()[:5] for word in name.split())
            first.setdefault(key, (one, name))
            count[key] = count.get(key, 0) + 1
    for key, (one, name) in first.items():
        yield Body(one.start, one.end, one.text, name, count[key])


def place_in(
    sentence: Sentence, names: Sequence[NameMention], start: int, end: int, forms: Collection[str] = ()
) -> str:
    """Where the part of a sentence says that it happens, in the nominative as far as can be told."""
    said = PLACED.get(sentence.language)
    if said is None:
        return ""
    others = [name for name in names if name.kind != "place"]
    for match in said.finditer(sentence.text, start, end):
        name = match.group("place")
        inside = any(_covers(a, match) for a in others)
        if inside or _no_place(name, sentence.language):
            continue
        known = any(a.kind != "person" and a.start <= match.start("place") < a.end for a in names)
        if known or sentence.language in {"uz", "kk"}:
            return _plain(name, sentence.language, forms)
    return ""


NAME = r"[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ][\w’‘ʻ'-]+(?:\s[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ][\w’‘ʻ'-]+)?"
LOCAL = r"[А-ЯЁ][а-яё-]+(?:[еи]|ом|ой)?(?:\s[А-ЯЁ][а-яё-]+(?:е|ой|ом))?(?![\w-])"
PLACED: dict[str, re.Pattern[str]] = {
    "ru": re.compile(rf"(?<!\w)(?:[Вв]|[Вв]о|г\.|городе)\s+(?:г\.\s*)?(?P<place>{LOCAL})"),
    "en": re.compile(rf"(?<!\w)(?:in|at|In|At)\s+(?P<place>{NAME})"),
    "uz": re.compile(r"(?<!\w)(?P<place>[A-ZА-ЯЁҚҒҲЎ][\w’‘ʻ'-]{2,}?(?:da|да))(?!\w)"),
    "kk": re.compile(r"(?<!\w)(?P<place>[A-ZА-ЯЁҚҒӘІҢӨҰҮҺ][\w-]{2,}?(?:да|де|та|те))(?!\w)"),
}
NOT_PLACES = frozenset(
    "совете уставе секретариате фонде январе феврале марте апреле мае июне июле августе сентябре октябре "
    "ноябре декабре january february march april may june july august september october november december "
    "the kuzda yozda bahorda qishda oyda yilda haftada orada bugunda кузда ёзда баҳорда қишда ойда йилда "
    "күзде жазда көктемде қыста bunda shunda унда шунда бунда kengashda кенгашда кеңесте".split()
)


def _covers(name: NameMention, place: re.Match[str]) -> bool:
    """Whether a place is but a part of another's name, not its end: there the tagger took both for one."""
    inside = name.start <= place.start("place") < name.end
    leads = name.kind == "organisation" and name.start == place.start("place")
    return inside and not leads and (name.kind == "person" or name.end > place.end("place") + 1)


def _no_place(name: str, language: Language) -> bool:
    word = folded(name.split(maxsplit=1)[0])
    return word in NOT_PLACES or bool(pattern("noun", language).match(word))


def _plain(name: str, language: Language, forms: Collection[str]) -> str:
    if language in {"uz", "kk"}:
        return re.sub(r"(?:da|да|де|та|те)$", "", name)
    return place_name(name, forms) if language == "ru" else name


def place_name(name: str, forms: Collection[str] = ()) -> str:
    """A Russian place behind «в», in the nominative; `forms` are the words with a capital beside it."""
    return " ".join(_place_word(word, any(word[:-1] + end in forms for end in "ыи")) for word in name.split())


@cache
def _place_word(word: str, feminine: bool) -> str:
    local = [p for p in dictionary().parse(word) if "loct" in p.tag and "sing" in p.tag]
    known = next((p for p in local if "Geox" in p.tag and p.is_known), None)
    if known is not None:
        return "-".join(part[:1].upper() + part[1:] for part in known.normal_form.split("-"))
    if local and word.endswith("е") and "NOUN" in local[0].tag:
        return word[:-1] + ("а" if feminine else "")
    return word
