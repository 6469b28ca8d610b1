"""Follow-ups: whether a question leans on the one before it, and the two as one plain question."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.question import WORD, Question, folded, patterns, understand
from assistant.texts import say
from ingest.dates import PartialDate
from ingest.morphology import dictionary
from ingest.names import find_names

MAX_THREAD = 3
"""Questions back that a follow-up may lean on."""
SHORT = 6
"""Words up to which a question without a subject of its own leans on the one before."""
JOINERS = re.compile(
    r"""^(?:(?:а|и|но|нет|тогда|я|про|имею\ в\ виду|and|but|so|no|what\ about|i\ mean|not\ that|va|yoq|lekin
    |men|bundan|ал|және|жоқ|мен|ва|йўқ|лекин)\b[,\s]*)+""",
    re.X | re.I,
)

ASKS = re.compile(
    r"как(?:ой|ая|ое|ие|ую|ого|им|ом|ому|их|ими)|кому|кого|кем|чему|чего|чем|сколько|сколькими|скольких|how|which"
    r"|what|qay\w+|nech\w+|kim\w*|nima\w*|қай\w*|кім\w*|не\w?|неше\w*|қанша\w*|ким\w*|неч\w+"
)
PARTICLES = frozenset({"chi", "чи", "ше", "же", "ли"})


def leans_on_previous(question: Question) -> bool:
    """Whether a question cannot be understood without the one before it.

    It opens with a joining word, holds a pronoun, or is too short to name anything.
    """
    text = folded(question.text)
    if patterns().followups[question.language].search(text):
        return True
    words = WORD.findall(text)
    stops = patterns().stopwords[question.language]
    own = [word for word in words if word not in stops and not ASKS.fullmatch(word)]
    if len(words) > SHORT or question.dates or question.numbers:
        return len(words) <= SHORT and len(own) <= 2
    return len(own) <= 2 or (question.language == "ru" and not any(names_a_thing(word) for word in own))


def names_a_thing(word: str) -> bool:
    """Whether a Russian word is a noun, or none that the dictionary knows."""
    parses = dictionary().parse(word)
    return not parses[0].is_known or any(parse.tag.POS == "NOUN" for parse in parses)


def resolved(
    question: Question, previous: Question, today: PartialDate, told: Sequence[str] = ()
) -> Question:
    """A follow-up as a question of its own.

    Where it only names another date, place or body, the previous question with that in place of its own;
    else its own words with the questions that it leans on, which search reads as well. `told` are the values
    that the previous question was answered with.
    """
    changed = substituted(question, previous)
    if changed is not None:
        return replace(
            understand(changed, today),
            text=question.text,
            understood=changed,
            language=question.language,
            wanted=previous.wanted,
            follow_up=True,
            thread=previous.thread,
        )
    thread = (*previous.thread, previous.mended if not previous.thread else previous.text)[-MAX_THREAD:]
    asks = question.wanted != "passage"
    return replace(
        question,
        understood=say(
            "follow_up", question.language, question=question.text.strip(), previous=" ".join(thread)
        ),
        follow_up=True,
        dates=question.dates or previous.dates,
        wanted=question.wanted if asks else previous.wanted,
        counted=question.counted if asks else previous.counted,
        listed=question.listed if asks else previous.listed,
        thread=thread,
        told=tuple(told),
    )


def substituted(question: Question, previous: Question) -> str | None:
    """The previous question with the date or name that the follow-up consists of; None where it has more."""
    text = question.mended
    asked = previous.mended
    if len(question.dates) == 1 and len(previous.dates) == 1:
        new, old = question.dates[0], previous.dates[0]
        if nothing_but(question, text[: new.start] + " " + text[new.end :]):
            return asked[: old.start] + text[new.start : new.end] + asked[old.end :]
    named = find_names(text, question.language)
    if len(named) == 1 and not question.dates:
        new_name = named[0]
        same = [name for name in find_names(asked, previous.language) if name.kind == new_name.kind]
        if len(same) == 1 and nothing_but(question, text[: new_name.start] + " " + text[new_name.end :]):
            return asked[: same[0].start] + new_name.text + asked[same[0].end :]
    return None


def nothing_but(question: Question, rest: str) -> bool:
    """Whether what is left of a follow-up are joining and small words only."""
    stops = patterns().stopwords[question.language] | PARTICLES
    return all(word in stops for word in WORD.findall(JOINERS.sub("", folded(rest)).replace("-", " ")))
