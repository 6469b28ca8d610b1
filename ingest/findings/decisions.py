"""What was to be spoken about, what was decided, and how it was voted on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Metadata
from ingest.findings.reading import Sentence
from ingest.findings.records import AgendaItem, Decision, DocumentNumber, Votes

NUMBER = re.compile(
    r"(?:№|(?<!\w)No\.?|(?<!\w)N(?=\s?\d)|#)\s?(\d+(?:[-/.]\w+)*)|(?<![\w/-])(\d+(?:/\d+)?)-?\s?(?:son|сон)(?:li|ли)?(?!\w)",
)
NUMBERED = re.compile(r"([^\W\d_][\w’‘'-]*(?:\s+(?:сессии|совета|правления|от|of))?)\s*$", re.IGNORECASE)
NUMBERS = {
    "ru": r"решени|протокол|распоряжен|приказ|постановлен|указ|резолюци|положени|меморандум|договор|соглашен",
    "en": r"decision|resolution|order|minutes|protocol|ref|agreement|decree|memorandum",
    "uz": r"qaror|bayonnoma|buyruq|farmoyish|farmon|shartnoma|nizom",
    "uz_cyrl": r"қарор|баённома|буйруқ|фармойиш|фармон|шартнома|низом",
    "kk": r"шешім|хаттама|бұйрық|өкім|қаулы|келісім|ереже",
}
NUMBERED_KIND = re.compile(rf"(?<!\w)(?:{'|'.join(NUMBERS.values())})\w*", re.IGNORECASE)
REACH = 40
"""Characters before or behind a number in which the word for what it numbers stands."""

DECIDED = re.compile(
    r"^[\s*•–—-]*(?:\d+[.)]\s*)?(?P<lead>(?:РЕШИЛИ|Решили|ПОСТАНОВИЛИ|Постановили|РЕШЕНО|Решено|"
    r"ПОРУЧИЛИ|Поручили|"
    r"Resolved|RESOLVED|Decided|DECIDED|Decision|The (?:Council|meeting|session) (?:resolved|decided)|"
    r"Qaror qilindi|QAROR QILINDI|Qaror qildilar|QAROR|Qaror|Қарор қилинди|ҚАРОР ҚИЛИНДИ|Қарор қилдилар|"
    r"ҚАРОР|Қарор|"
    r"Шешті|ШЕШТІ|Шешім қабылданды|ШЕШІМ|Шешім|Қаулы етті|ҚАУЛЫ ЕТТІ|Шешілді)"
    r"\s*(?P<number>\(?[^:()\n]{0,25}\)?)\s*[:：])\s*(?P<text>\S.*)?$",
    re.DOTALL,
)
TAKEN = re.compile(
    r"(?:приня(?:л|ла|ли|то|ты)\s+(?:[^\W\d]+\s+)?решени|"
    r"решени\w+\s+№[^.]{1,40}?\s+(?:принят|поддержа|образован|утвержд|создан)|"
    r"решени\w+\s+№|(?:утвердил|одобрил)[аи]?\s+(?:бюджет|план|положение|устав|отчёт|отчет)|(?<!\w)решено(?!\w)|"
    r"adopted\s+(?:a\s+)?(?:decision|resolution)|decision no|"
    r"approved (?:a|the) (?:budget|plan|report|regulation)|"
    r"qaror qabul qil|-sonli qaror|қарор қабул қил|-сонли қарор|"
    r"шешім қабылда|№\s?\S+ шешім)",
    re.IGNORECASE,
)
"""A sentence of running text that tells of a decision."""

COUNT = r"[»\"”]?[\s:–—-]{0,3}(\d{1,4})"
COUNTS: dict[str, re.Pattern[str]] = {
    "favour": re.compile(
        rf"(?<!\w)(?:за|«за»|in favou?r|for|yes|yoqlab(?: ovoz berdi\w*| ovoz berganlar)?|rozi|"
        r"ёқлаб|рози|тарафдор|қолдап|жақтап|"
        rf"жақтағандар){COUNT}|"
        r"(\d{1,4})\s*(?:(?:та|ta|nafar\w*|нафар\w*|a[’‘\']zo\w*|аъзо\w*|адам|мүше|members?|delegates?|votes?|дауыс|овоз|ovoz|голос\w*)\s+)*(?:voted\s+)?"
        r"(?:in favou?r|«за»|(?<!\w)за(?!\w)|yoqlab|ёқлаб|қолдап|жақтап)",
        re.IGNORECASE,
    ),
    "against": re.compile(
        rf"(?<!\w)(?:против|«против»|against|qarshi|қарши|қарсы){COUNT}|"
        r"(\d{1,4})\s*(?:(?:та|ta|nafar\w*|нафар\w*|адам|мүше|voted|дауыс|овоз|ovoz|голос\w*)\s+)*(?:against|против|qarshi|қарши|қарсы)",
        re.IGNORECASE,
    ),
    "abstained": re.compile(
        rf"(?<!\w)(?:воздержа\w+|abstain\w*|abstentions?|betaraf|бетараф|қалыс(?:\s+қал\w+)?){COUNT}|"
        r"(\d{1,4})\s*(?:(?:та|ta|дауыс|овоз|ovoz)\s+)*(?:воздержа\w+|abstain\w*|abstentions?|betaraf|бетараф|қалыс)",
        re.IGNORECASE,
    ),
}
NOBODY: dict[str, re.Pattern[str]] = {
    "against": re.compile(
        r"против\s*[–—-]?\s*нет|none against|qarshi\w*\s*[–—-]?\s*yo‘?q|қарсы\s*[–—-]?\s*жоқ", re.IGNORECASE
    ),
    "abstained": re.compile(
        r"воздержавшихся\s*[–—-]?\s*нет|no abstentions|betaraf\w*\s*[–—-]?\s*yo‘?q", re.IGNORECASE
    ),
}
UNANIMOUS = re.compile(
    r"единогласно|единодушно|за[^.]{0,40} все|unanimous|"
    r"bir ovozdan|yakdillik|бир овоздан|якдиллик|бірауыздан",
    re.IGNORECASE,
)
VOTED = re.compile(
    r"голос|voted|votes|vote\b|favou?r|ovoz|овоз|дауыс|воздерж|abstain|betaraf|бетараф|қалыс", re.IGNORECASE
)
AGENDA = re.compile(
    r"(?:Повестка(?: дня)?|ПОВЕСТКА(?: ДНЯ)?|Agenda|AGENDA|Kun tartibi\w*|KUN TARTIBI|"
    r"Кун тартиби\w*|КУН ТАРТИБИ|"
    r"Күн тәртібі\w*|КҮН ТӘРТІБІ)[\s:.]*(?P<rest>.*)$",
    re.DOTALL,
)
ITEM = re.compile(r"^\s*(?P<number>\d{1,2})[.)]\s*(?P<text>\S.*)$", re.DOTALL)
LONGEST_ITEM = 300
VOTES_WITHIN = 3
"""Sentences behind a decision in which its vote is looked for."""


def votes_in(text: str) -> Votes | None:
    """The vote that a text tells; None where it tells none."""
    if not VOTED.search(text) and not ("за" in text.lower() and "против" in text.lower()):
        return Votes(unanimous=True) if UNANIMOUS.search(text) else None
    found: dict[str, int] = {}
    for name, pattern in COUNTS.items():
        match = pattern.search(text)
        if match:
            found[name] = int(match.group(1) or match.group(2))
        elif name in NOBODY and NOBODY[name].search(text):
            found[name] = 0
    unanimous = bool(UNANIMOUS.search(text))
    return Votes(**found, unanimous=unanimous) if found or unanimous else None


def decisions(sentences: Sequence[Sentence], metadata: Metadata) -> Iterator[Decision]:
    """Decisions in order, each with the vote that is told in it or right behind it."""
    for place, sentence in enumerate(sentences):
        if sentence.kind == "table-row":
            continue
        decided = DECIDED.match(sentence.text)
        if decided is not None:
            yield from _resolved(decided, place, sentences, metadata)
        elif metadata.kind != "minutes" and sentence.kind != "heading" and TAKEN.search(sentence.text):
            number = numbers_in(sentence)
            yield Decision(
                sentence.start,
                sentence.end,
                sentence.text,
                text=sentence.text,
                number=number[0].number if number else "",
                date=metadata.date,
                votes=votes_in(sentence.text),
            )


def _resolved(
    decided: re.Match[str], place: int, sentences: Sequence[Sentence], metadata: Metadata
) -> Iterator[Decision]:
    """«Решили (№ 15/2023): …»; where nothing follows the colon, the items below it."""
    sentence = sentences[place]
    numbered = NUMBER.search(decided.group("lead"))
    number = numbered.group().strip() if numbered else ""
    following = sentences[place + 1 : place + 1 + VOTES_WITHIN]
    if decided.group("text"):
        yield Decision(
            sentence.start,
            sentence.end,
            sentence.text,
            text=decided.group("text").strip(),
            number=number,
            date=metadata.date,
            votes=votes_in(sentence.text) or _votes_behind(following),
        )
        return
    items: list[Sentence] = []
    for item in sentences[place + 1 :]:
        if item.kind == "heading" or DECIDED.match(item.text) or VOTED.search(item.text):
            break
        if items and item.kind != "list-item" and not ITEM.match(item.text):
            break
        items.append(item)
    behind = _votes_behind(sentences[place + 1 + len(items) : place + 2 + len(items)])
    for item in items:
        text = item.text if not (listed := ITEM.match(item.text)) else listed.group("text")
        yield Decision(
            item.start, item.end, item.text, text, number, metadata.date, votes_in(item.text) or behind
        )


def _votes_behind(following: Sequence[Sentence]) -> Votes | None:
    for sentence in following:
        if sentence.kind == "heading" or DECIDED.match(sentence.text):
            return None
        if VOTED.search(sentence.text) and (votes := votes_in(sentence.text)):
            return votes
    return None


def agenda(sentences: Sequence[Sentence]) -> Iterator[AgendaItem]:
    """The items under «Повестка дня», up to the first thing that is none."""
    begun, last = False, 0
    for sentence in sentences:
        head = AGENDA.match(sentence.text)
        if head is not None and len(sentence.text) <= LONGEST_ITEM and not begun:
            begun = True
            continue
        if not begun:
            continue
        item = ITEM.match(sentence.text)
        if item is None and sentence.kind != "list-item":
            return
        if item is not None and int(item.group("number")) <= last:
            return
        last = int(item.group("number")) if item else last + 1
        text = item.group("text") if item else sentence.text
        yield AgendaItem(sentence.start, sentence.end, sentence.text, text.strip(), str(last))


def numbers_in(sentence: Sentence) -> list[DocumentNumber]:
    """Numbers of papers: «Решение № 3/2021», «Decision No. 3», «5-sonli qaror»."""
    found = []
    for match in NUMBER.finditer(sentence.text):
        around = sentence.text[max(0, match.start() - REACH) : match.start()]
        kinds = list(NUMBERED_KIND.finditer(around))
        after = NUMBERED_KIND.search(sentence.text[match.end() : match.end() + REACH])
        of = kinds[-1].group() if kinds else after.group() if after else ""
        if not of and not re.fullmatch(r"[^:]{0,12}", around.strip()):
            continue
        if not of and sentence.block > 8:
            continue
        found.append(DocumentNumber(sentence.start, sentence.end, sentence.text, match.group().strip(), of))
    return found


def numbers(sentences: Sequence[Sentence], metadata: Metadata) -> Iterator[DocumentNumber]:
    """The numbers of papers that a document bears or names, each once; its own stands at its head."""
    known: set[str] = set()
    for sentence in sentences:
        for number in numbers_in(sentence):
            if number.number in known:
                continue
            known.add(number.number)
            opening = sentence.block <= 3 and not re.search(r"[.!?]$", sentence.text)
            yield replace(number, own=opening and metadata.kind in OWN_KINDS)


OWN_KINDS = frozenset({"minutes", "order", "letter", "charter", "plan", "review", "report"})
