"""Which words an abbreviation stands for."""

import re

from ingest.findings.terms.words import APOSTROPHE, LONGEST_NAME, QUOTES, WORD, folded, small_words

CLAUSE_END = re.compile(r"[.!?;:)(]\s|[.!?;:)(]$|\n|[—–]\s|\|")
ARTICLE = re.compile(r"^[Tt]he\s+(?=\S)")
LEAST_LETTERS = 3
MOST_PASSED = 2
"""Words that an abbreviation of that many letters may pass over."""
QUOTED = re.compile(rf"[«“\"„][^{QUOTES}]+[»”\"]")


def letters_of(short: str) -> list[str]:
    """The letters to be spelled, folded; numbers stand for themselves and are left out."""
    return [letter for letter in folded(short) if letter.isalpha()]


def spelled_at_end(text: str, short: str) -> int | None:
    """Where the name begins that ends `text` and whose words spell `short`; None where there is none.

    Each letter begins a word, in order, the first one the name's first; small words may be passed over.
    Failing that, letters may also stand inside words behind one that begins it (ShHT, КТУ).
    """
    ends = [match.end() for match in CLAUSE_END.finditer(text)]
    start = ends[-1] if ends and ends[-1] < len(text) else 0
    words = list(WORD.finditer(text, start))
    letters = letters_of(short)
    if not letters:
        return None
    firsts = range(len(words) - 1, max(-1, len(words) - LONGEST_NAME - 1), -1)
    for inner in (False, True):
        for first in firsts:
            if spells([word.group() for word in words[first:]], letters, inner):
                return words[first].start()
    for first in firsts:
        if words[first].group()[0].isupper() and _passes([w.group() for w in words[first:]], short):
            return words[first].start()
    return None


def _passes(words: list[str], short: str) -> bool:
    """Whether the words spell an abbreviation if some that are no names are passed over: УВКБ ООН.

    The first and the last letter stand at the first and the last word.
    """
    parts = short.split()
    own = [word for word in words if word not in parts[1:]]
    letters = letters_of(parts[0])
    if len(letters) < LEAST_LETTERS or len(own) > len(letters) + MOST_PASSED or not own:
        return False
    if folded(own[0])[0] != letters[0] or folded(own[-1])[0] != letters[-1]:
        return False
    for word in own:
        if letters and folded(word)[0] == letters[0]:
            letters.pop(0)
        elif word[0].isupper():
            return False
    return not letters


def spelled_at_start(text: str, short: str) -> int | None:
    """Where the name ends that begins `text` and whose words spell `short`."""
    words = list(WORD.finditer(text))
    letters = letters_of(short)
    for inner in (False, True):
        for last in range(1, min(len(words), LONGEST_NAME) + 1):
            if spells([word.group() for word in words[:last]], letters, inner):
                return words[last - 1].end()
    return None


def spells(words: list[str], letters: list[str], inner: bool) -> bool:
    """Whether the words' first letters are the letters; with `inner`, later letters of a word may count."""
    if not words or not letters or folded(words[0])[0] != letters[0]:
        return False
    if len(words) > 1 and not small_words().isdisjoint((folded(words[0]), folded(words[-1]))):
        return False
    parts = [part for word in words for part in word.split("-") if part]
    return any(_spells(some, letters, inner, first=True) for some in (parts, words))


def _spells(parts: list[str], letters: list[str], inner: bool, first: bool) -> bool:
    if not parts:
        return not letters
    word, rest = folded(parts[0]), parts[1:]
    # A name's own abbreviation may be passed over, and so may small words: Региональный центр ООН по …
    shortened = len(word) > 1 and parts[0].isupper()
    small = word in small_words() or shortened
    if shortened and letters[: len(word)] == list(word) and _spells(rest, letters[len(word) :], inner, False):
        return True
    if letters and word[0] == letters[0]:
        if _spells(rest, letters[1:], inner, first=False):
            return True
        if inner:
            used = 1
            at = 1
            while used < len(letters) and (at := word.find(letters[used], at)) > 0:
                used += 1
                at += 1
                if _spells(rest, letters[used:], inner, first=False):
                    return True
    return small and not first and _spells(rest, letters, inner, first=False)


def proper_name_at_end(text: str) -> int | None:
    """Where a capitalised name begins that ends `text`, if its last clause holds one of two words or more."""
    ends = [match.end() for match in re.finditer(r"[.!?;:,)(]\s|\n|[—–]\s|\|", text)]
    start = ends[-1] if ends else 0
    words = list(WORD.finditer(text, start))[-LONGEST_NAME:]
    found = None
    for word in reversed(words):
        before = text[max(0, word.start() - 1) : word.start()]
        if word.group()[0].isupper():
            found = word.start() - (1 if before in QUOTES and before else 0)
            if found < word.start():
                break
        elif found is not None and folded(word.group()) not in small_words():
            break
    if found is None or len(WORD.findall(text[found:])) < 2:
        return None
    return found


def trimmed(name: str) -> str:
    """A name on one line, without its article and the marks around it."""
    return ARTICLE.sub("", tidy(name))


def tidy(text: str) -> str:
    """Words on one line, without the marks around them; a quote is closed where it was opened."""
    text = " ".join(text.split()).strip(" ,;:—–-")
    if QUOTED.fullmatch(text):
        text = text[1:-1]
    if text.count("«") > text.count("»"):
        text += "»"
    return text.rstrip(APOSTROPHE + " ")
