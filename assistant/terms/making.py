"""Terms made of what is told of them."""

from collections import Counter
from collections.abc import Callable, Sequence

from assistant.answer import Citation
from assistant.terms.group import Group, Mention
from assistant.terms.keys import QUOTED, name_stems, short_key
from assistant.terms.term import NAME_LANGUAGES, NameLanguage, Term
from assistant.terms.wording import base_form
from index.glossary import Entry
from ingest.document import Language

Cite = Callable[[Mention, int], Citation]
Met = Callable[[str, Language], int]
"""In how many documents a name stands."""
ELSEWHERE = 2
"""Documents that must have a term whose one mention leaves doubt."""
WELL_KNOWN = 3
"""Documents that make a name a term though none says what it is."""
MOST_NAMES = 4
MOST_CITATIONS = 6
DEFINING = frozenset({"guide", "charter", "order", "plan"})


def is_term(group: Group, met: Met) -> bool:
    """Whether what is told makes a term of it."""
    if any(mention.what.how == "listed" and not mention.what.unsure for mention in group.mentions):
        return True
    sure = [mention for mention in group.mentions if not mention.what.unsure]
    if any(mention.what.how in ("abbreviation", "definition") for mention in sure):
        return any(mention.what.names or mention.what.definition for mention in sure)
    documents = len(group.documents())
    if any(mention.what.how != "name" for mention in group.mentions):
        return documents >= ELSEWHERE or any(met(name, lang) >= ELSEWHERE for lang, name in group.names()[:1])
    told = any(mention.what.definition for mention in group.mentions)
    return documents >= (ELSEWHERE if told or group.entries else WELL_KNOWN)


def term_of(group: Group, cite: Cite, home: Language) -> Term:
    """The term of a group: its names, its first definition, where it is explained.

    `home` is the language that it is named in, if it has a name there.
    """
    names = names_of(group)
    shorts = shorts_of(group)
    ordered = sorted(
        group.mentions, key=lambda mention: (mention.document.date or "9999", mention.document.name)
    )
    defining = definition_of(ordered, home)
    spoken = Counter(
        language for mention in group.mentions for language in mention.what.languages if language in names
    )
    first = max(spoken, key=lambda language: (language == home, spoken[language]), default=None)
    own = names[first][0] if first is not None and names.get(first) else ""
    cited = cited_of(ordered, defining, bool(shorts))
    return Term(
        term=own or (shorts[0] if shorts else next((n[0] for n in names.values() if n), "")),
        abbreviations=shorts,
        names=names,
        definition=worded(defining) if defining is not None else None,
        citations=[cite(mention, n) for n, mention in enumerate(cited, 1)],
        documents=list(dict.fromkeys(mention.document.name for mention in ordered)),
    )


def names_of(group: Group) -> dict[NameLanguage, list[str]]:
    """Long names by language, the most frequent first, those of the tables last."""
    counted: dict[NameLanguage, Counter[str]] = {language: Counter() for language in NAME_LANGUAGES}
    for language, name in group.names():
        known = next((one for one in NAME_LANGUAGES if one == language), None)
        if known is not None:
            counted[known][base_form(name, language)] += 1
    found: dict[NameLanguage, list[str]] = {}
    for known, names in counted.items():
        own = [name for name, _ in names.most_common()]
        listed = [
            name for entry in group.entries for lang, name in entry.names if lang == known and " " in name
        ]
        bare = [quote.strip() for name in own for quote in QUOTED.findall(name)]
        found[known] = [*distinct([*own, *listed], known)[:MOST_NAMES], *distinct(bare, known)[:2]]
    return found


def distinct(names: Sequence[str], language: Language) -> list[str]:
    """Names without those that differ in endings alone; scripts are kept apart."""
    kept: dict[tuple[object, bool], str] = {}
    for name in names:
        key = (name_stems(name, language), any("а" <= c <= "я" for c in name.lower()))
        kept.setdefault(key, name)
    return list(kept.values())


def shorts_of(group: Group) -> list[str]:
    """Short names, those of the documents first."""
    listed = [name for entry in group.entries for name in abbreviations_of(entry)]
    kept: dict[str, str] = {}
    for short in [*group.shorts(), *listed]:
        kept.setdefault(short_key(short), short)
    return list(kept.values())


def abbreviations_of(entry: Entry) -> list[str]:
    """The names of a row that are short ones."""
    return [name for _, name in entry.names if " " not in name and sum(c.isupper() for c in name) > 1]


def definition_of(ordered: Sequence[Mention], home: Language) -> Mention | None:
    """The first mention that says what a term is; one that only tells what it does last."""
    telling = [mention for mention in ordered if mention.what.definition]
    return min(telling, key=lambda mention: _weakness(mention, home), default=None)


def _weakness(mention: Mention, home: Language) -> tuple[bool, bool, bool]:
    doubtful = mention.what.unsure and mention.document.kind not in DEFINING
    return mention.what.how == "name", doubtful, mention.document.language != home


def worded(mention: Mention) -> str:
    """A definition as it stands by itself: «является органом» is «орган»."""
    definition = mention.what.definition
    if mention.what.how == "definition" and mention.document.language == "ru":
        return base_form(definition, "ru")
    return definition


def cited_of(ordered: Sequence[Mention], defining: Mention | None, short: bool) -> list[Mention]:
    """The mentions to cite: the definition, then where the names are explained, one a document."""
    explaining = [
        mention
        for mention in ordered
        if mention.what.how != "name" and (mention.what.abbreviations or not short)
    ]
    cited: dict[tuple[str, int], Mention] = {}
    met: set[str] = set()
    first = [defining] if defining is not None else []
    if short and first and not first[0].what.abbreviations:
        first += explaining[:1]
    for mention in [*first, *explaining, *ordered]:
        if mention in first or mention.document.name not in met:
            cited.setdefault((mention.document.name, mention.what.start), mention)
            met.add(mention.document.name)
    return list(cited.values())[:MOST_CITATIONS]
