"""The form of a word that all its inflections share, one function a language."""

import re

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from ingest.morphology import dictionary

_SURNAME = re.compile("(.*(?:ов|ев|ин|ын))(?:а|у|ы|е|ым|ой|ою|ых|ыми|ом)?$")
_LONGEST_ENDING = 8
_RUSSIAN_ENDINGS = frozenset(
    "иями ями ами ыми ими ого его ому ему ией иям иях ия ию ие ий ии ая яя ое ее ые ый ую юю ых их ым им "
    "ой ей ою ею ом ем ам ям ах ях ы и а я у ю е о ь".split()
)


def russian(word: str) -> tuple[str, ...]:
    """Lemmas of a Russian word, the likeliest first.

    A word the dictionary lacks (a name, an abbreviation) loses its case ending instead: guessed
    lemmas differ from case to case (Навдиз, but in the locative Навдиза), stems do not.
    """
    surname = _SURNAME.match(word)
    surname = surname if surname and len(surname[1]) > 4 else None
    if not dictionary().word_is_known(word):
        return (surname[1] if surname else _strip(word, _RUSSIAN_ENDINGS, 3),)
    parses = dictionary().parse(word)
    if surname and any("Sgtm" in parse.tag for parse in parses):
        return (surname[1],)
    lemmas = [p.normal_form for i, p in enumerate(parses) if i == 0 or p.score > 0.15]
    return tuple(dict.fromkeys(lemma.replace("ё", "е") for lemma in lemmas))


def is_russian(word: str) -> bool:
    """Whether the dictionary knows this form."""
    return bool(dictionary().word_is_known(word))


_BRITISH = (
    (re.compile("(?<=..)is(?=$|at$|er$)"), "iz"),
    (re.compile("tre$"), "ter"),
    (re.compile("our$"), "or"),
)


_SNOWBALL = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


def english(word: str) -> tuple[str, ...]:
    """Snowball stem, British spelling folded into American."""
    stem = _SNOWBALL.analyze(word.removesuffix("me") if word.startswith("program") else word)[0]
    if len(stem) > 4:
        for pattern, replacement in _BRITISH:
            stem = pattern.sub(replacement, stem)
    return (stem,)


_UZBEK_CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфхыэғқҳўіңөү", "abvgdezijklmnoprstufhieghqhoinou", strict=False)),
    "й": "y", "ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": "",
    "қ": "q", "ғ": "g", "ҳ": "h", "ў": "o", "х": "h", "э": "e", "ё": "yo", "і": "i",
}  # fmt: skip
_UZBEK_FOLD = (
    (re.compile("^ye"), "e"),
    (re.compile("x"), "h"),
    (re.compile("ts"), "s"),
    (re.compile("iya"), "ia"),
)
_UZBEK_ENDINGS = frozenset(
    "lar lari larim larning larni larga larda lardan laridan lariga larida larini larining laridagi "
    "ning ni ga ka qa da dan dagi gacha day dek i si im ing imiz ingiz ini sini ining sining iga siga "
    "ida sida idan sidan idagi sidagi miz ngiz mi chi dir lik ligi cha "
    "moqda yapti gan digan adi ydi di dilar gani ganlar lgan ilgan ish ishi uvchi lgandi moq ib".split()
)


# The possessive -si follows a vowel: mahalla-si, but majlis-i, tashabbus-i.
_UZBEK_SI = ("s", re.compile("(?:[aoe]|chi|vzu|rzu)$"))
_KIPCHAK_SY = ("с", re.compile("(?<!кең)(?:[аеяо]|ш[ыі])$"))


def uzbek(word: str) -> tuple[str, ...]:
    """Light stem in Latin letters without apostrophes, from either script; x and h are one."""
    latin = "".join(_UZBEK_CYRILLIC.get(letter, letter) for letter in word)
    for pattern, replacement in _UZBEK_FOLD:
        latin = pattern.sub(replacement, latin)
    return (_peel(latin, _UZBEK_ENDINGS, 3, _UZBEK_SI),)


def _harmony(pattern: str, letters: dict[str, str]) -> list[str]:
    """Every spelling of a suffix whose capitals stand for letters that follow the stem's."""
    spellings = [""]
    for letter in pattern:
        spellings = [s + choice for s in spellings for choice in letters.get(letter, letter)]
    return spellings


_KIPCHAK_LETTERS = {"A": "аеоө", "Y": "ыіиуү", "L": "лдт", "N": "ндт", "D": "дт", "G": "ғгқк", "M": "мбп"}
_KIPCHAK_PATTERNS = (
    "LAр LAрY LAрYн LAрYнYң LAрYнA LAрдYң LAрDA LAрDAн LAрGA NYң NYн NY GA DA DAн нAн DAғY DAгY нDA нDAн "
    "нA YнYң сYнYң YнA сYнA YнDA сYнDA YнDAғY сYнDAғY YнAн Y сY сYн Yм Yң YмYз MAн MA GAн Dы Yп Dі лGAн "
    "YлGAн GY GAнын лық лік дық дік тық тік шы ші жылғы"
)
_KIPCHAK_ENDINGS = frozenset(
    {ending for p in _KIPCHAK_PATTERNS.split() for ending in _harmony(p, _KIPCHAK_LETTERS)}
)


def kipchak(word: str) -> tuple[str, ...]:
    """Light stem of a Kazakh or Kyrgyz word."""
    return (_peel(word, _KIPCHAK_ENDINGS, 3, _KIPCHAK_SY),)


_TAJIK_ENDINGS = frozenset("ҳоямон ҳояш ҳои ҳоро ҳо ест анд аст ро ӣ и".split())


def tajik(word: str) -> tuple[str, ...]:
    """Light stem of a Tajik word."""
    return (_strip(word, _TAJIK_ENDINGS, 3),)


def as_is(word: str) -> tuple[str, ...]:
    """Numbers, and scripts we have no rules for."""
    return (word,)


def _strip(word: str, endings: frozenset[str], shortest: int) -> str:
    """Without the longest ending of the set that leaves `shortest` letters."""
    for size in range(min(_LONGEST_ENDING, len(word) - shortest), 0, -1):
        if word[-size:] in endings:
            return word[:-size]
    return word


def _peel(word: str, endings: frozenset[str], shortest: int, possessive: tuple[str, re.Pattern[str]]) -> str:
    """Endings taken off from the outermost inwards, three at most; short ones leave a longer stem.

    An ending that begins with the possessive's consonant comes off only behind what may precede it.
    """
    consonant, may_precede = possessive
    for _ in range(3):
        for size in range(min(_LONGEST_ENDING, len(word) - shortest), 0, -1):
            ending, stem = word[-size:], word[:-size]
            if ending not in endings or len(stem) < shortest + (size < 3):
                continue
            if ending[0] == consonant and not may_precede.search(stem):
                continue
            word = stem
            break
        else:
            break
    return word
