"""What kind of document it is, told by its title and opening words."""

import re

from ingest.document import Kind

# In order: the first that fits wins. `begins` is looked for at the start of a line: Russian and English name the kind
# first; `ends` at its end: Uzbek and Kazakh name it last.
RULES: tuple[tuple[Kind, str, str], ...] = (
    (
        "correction",
        r"исправлени[ея]|уточнени[ея] (?:к|данных|в)|поправк[аи] к|опровержени|опечатк|correction|corrigend|errat|"
        r"clarification|tuzatish|тузатиш|түзету",
        r"tuzatish|тузатиш|түзету",
    ),
    (
        "reprint",
        r"\(?перепечат|reprint|\(?qayta nashr|\(?қайта нашр|\(?қайта бас|ko‘chirib bosildi|кўчириб босилди|көшіріп бас",
        r"reprint(?:ed)?|перепечатка",
    ),
    (
        "minutes",
        r"(?:выписка из )?протокол|стенограмма|minutes|record of (?:the )?(?:meeting|session)|bayonnoma|баённома|хаттама",
        r"bayonnoma(?:si)?|баённома(?:си)?|хаттамасы|хаттама|minutes|протокол",
    ),
    (
        "interview",
        r"интервью|беседа с|разговор с|interview|in conversation with|suhbat|сұхбат|сухбат|intervyu",
        r"suhbat|сұхбат|сухбат|suhbati|intervyu|интервью|interview",
    ),
    (
        "announcement",
        r"анонс|объявление|приглаш|извещение|объявля\w+ (?:при[её]м|конкурс|набор)|announcement|invitation|save the date|"
        r"call for|notice of|media advisory|e‘lon|эълон|anons|taklif|хабарландыру|шақыру",
        r"e‘lon|эълон|хабарландыру|announcement|объявление",
    ),
    (
        "letter",
        r"письм[оа] |письма читател|открытое письмо|обращение (?:к|в|жител|председател)|уважаем\w+ |letter|open letter|"
        r"dear |xat |maktub|мактуб|hurmatli |ҳурматли |құрметті |ашық хат",
        r"xati|maktubi|мактуби|хаты|letter|хати",
    ),
    (
        "order",
        r"распоряжени|приказ|постановлени|указ |решение (?:№|сесси|совета)|order|directive|decree|resolution|buyruq|буйруқ|"
        r"farmoyish|фармойиш|qaror |қарор |бұйрық|өкім|қаулы",
        r"buyrug‘i|буйруғи|farmoyishi|фармойиши|qarori|қарори|бұйрығы|өкімі|қаулысы|шешімі",
    ),
    (
        "charter",
        r"устав|положение о|регламент|декларация|соглашение|меморандум о|правила |charter|statutes?\b|rules of procedure|"
        r"terms of reference|bylaws|nizom|низом|жарғы|ереже",
        r"nizomi?|низоми?|ustavi|устави|жарғысы|ережесі|reglamenti|регламенти|charter|statute",
    ),
    (
        "plan",
        r"(?:проект )?(?:\w+ )?план|(?:рабочая |учебная )?программа|бюджет|дорожная карта|график|повестка|смета|"
        r"(?:work |action |annual )?plan|budget|programme of work|agenda|schedule|roadmap|reja|режа|жоспар|бағдарлама",
        r"rejasi|режаси|dasturi|дастури|byudjeti|бюджети|жоспары|бағдарламасы|бюджеті|jadvali|кестесі|plan|budget|agenda",
    ),
    (
        "report",
        r"(?:\w+ )?отч[её]т|доклад|(?:\w+ ){0,2}report|hisobot|ҳисобот|есеп|баяндама",
        r"hisoboti?|ҳисоботи?|есебі|есеп|баяндамасы|report|ma‘ruzasi",
    ),
    (
        "guide",
        r"памятк|методик|методическ|инструкция|руководство|пособие|справочник|вопросы и ответы|часто задаваемые|"
        r"рекомендации|как (?:подать|получить|вести|писать)|faq|frequently asked|guid(?:e|ance|elines)|handbook|manual|"
        r"how to|toolkit|qo‘llanma|қўлланма|yo‘riqnoma|йўриқнома|eslatma|эслатма|нұсқаулық|әдістемелік|жадынама|"
        r".*(?:методические рекомендации|guidance note|guidelines|памятка)",
        r"qo‘llanma(?:si)?|қўлланма(?:си)?|yo‘riqnoma(?:si)?|йўриқнома(?:си)?|ma‘lumotnoma(?:si)?|eslatma(?:si)?|"
        r"эслатма(?:си)?|нұсқаулығы|нұсқаулық|жадынама|guide|handbook|manual|savol-javob(?:lar)?|фақ",
    ),
    (
        "review",
        r"обзор|дайджест|вестник|бюллетень|сводка|хроника|справка|итоги (?:года|месяца|недели)|review|digest|bulletin|"
        r"newsletter|brief|summary|overview|sharh|шарҳ|axborotnoma|ахборотнома|шолу|хабаршы|.*(?:external|annual) review",
        r"sharhi?|шарҳи?|ma‘lumot|маълумот|axborotnomasi|ахборотномаси|шолуы?|хабаршысы|review|digest|brief|summary|"
        r"year in brief|bulletin|newsletter|bayoni",
    ),
    (
        "press-release",
        r"пресс-?релиз|сообщение для (?:печати|сми)|press release|news release|for immediate release|matbuot xabari|"
        r"матбуот хабари|матбуот релизи|баспасөз|press-reliz",
        r"matbuot xabari|матбуот хабари|баспасөз хабарламасы|press release|пресс-релиз",
    ),
)
_COMPILED = tuple(
    (kind, re.compile(rf"[\W_]*(?:{begins})", re.I), re.compile(rf"(?<!\w)(?:{ends})[\W\d_]*$", re.I))
    for kind, begins, ends in RULES
)
APOSTROPHES = str.maketrans("’ʻʼ'`´", "‘‘‘‘‘‘")
COMING = re.compile(
    r"\b(?:состоится|состоятся|пройд[её]т|пройдут|приглашаются|примет участников|bo‘lib o‘tadi|бўлиб ўтади|o‘tkaziladi|"
    r"өтеді|will take place|will be held|will host|are invited)\b",
    re.IGNORECASE,
)
NEWS_SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ".xhtml"})


def find_kind(title: str, opening: list[str], *, dated: bool, suffix: str, sections: int) -> Kind:
    """Kind by the title, then by the opening lines; a dated piece of running text is a press release.

    `opening` has the first blocks in order, `sections` is the number of headings below the title.
    """
    for line in [title, *(text for text in opening[:3] if len(text) <= 200)]:
        kind = _by_words(line)
        if kind:
            return kind
    if _is_dialogue(opening):
        return "interview"
    if COMING.search(" ".join(opening[:3])[:500].translate(APOSTROPHES)):
        return "announcement"
    if suffix in NEWS_SUFFIXES and sections <= 2 and dated:
        return "press-release"
    return "other"


def _by_words(line: str) -> Kind | None:
    line = line.translate(APOSTROPHES)
    for kind, begins, ends in _COMPILED:
        if begins.match(line) or ends.search(line):
            return kind
    # The kind may follow a colon: «Первая беседа: методические рекомендации».
    head, colon, tail = line.partition(": ")
    if colon and head:
        for kind, begins, ends in _COMPILED:
            if kind in {"guide", "review", "report"} and (begins.match(tail) or ends.search(tail)):
                return kind
    return None


def _is_dialogue(opening: list[str]) -> bool:
    """Questions and answers take turns."""
    body = [text for text in opening[2:14] if text]
    asked = sum(text.rstrip('»”" ').endswith("?") and len(text) < 300 for text in body)
    return asked >= 3 and asked >= 0.3 * len(body)
