"""What the documents come back to."""

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from assistant.brief import Line
from assistant.briefing.cues import generic_stems
from assistant.briefing.material import Material, line
from assistant.evidence import Words
from index.analysis import analyse, fold, name_key, tokenise
from index.analysis.function_words import FUNCTION_WORDS
from index.records import Document

INSIDE = re.compile(r"(?<=[a-zа-яёўқғҳәіңөүұһ,] )[^\W\d_a-zа-яёўқғҳәіңөүұһ][\w’‘ʻ'-]{3,}")
ALIKE = 0.62
"""Cosine from which on two words of titles, of different languages perhaps, name one topic."""
LEAST_DOCUMENTS = 3
SHORTEST = 4
SAME = 0.6
"""Share of a topic's documents that another topic has already."""
SHOWN = 3
"""Titles a line names."""


def topics(material: Material, words: Words) -> Iterator[Line]:
    """Words that several titles share, with those titles, the commonest first."""
    stems: dict[str, dict[str, Document]] = defaultdict(dict)
    written: dict[str, str] = {}
    readers: set[str] = set()
    own, proper = own_stems(material), proper_keys(material)
    for document in material.documents.values():
        for word in tokenise(document.title):
            found = analyse(word, document.language)
            if not found or len(word) < SHORTEST or not word.isalpha() or word in FUNCTION_WORDS:
                continue
            keys = (name_key(word), name_key(found[0]))
            if any(own_key.startswith(key) for own_key in keys for key in proper):
                continue
            if found[0] not in own and found[0] not in generic_stems():
                stems[found[0]][document.name] = document
                label = labelled(word, found[0], document)
                if document.language == material.language:
                    readers.add(label)
                written.setdefault(found[0], label)
    named: list[set[str]] = []
    for label, documents in _together(stems, written, words, readers):
        if any(len(documents.keys() & others) > SAME * len(documents) for others in named):
            continue
        named.append(set(documents))
        shown = sorted(documents.values(), key=lambda one: one.date or "", reverse=True)[:SHOWN]
        heads = [head for one in shown if (head := material.head(one.name)) is not None]
        titles = "; ".join(head.title if "«" in head.title else f"«{head.title}»" for head in heads)
        yield line(f"{label}: {titles}", *heads)


def own_stems(material: Material) -> set[str]:
    """Stems of the council's own names, which every title may have."""
    council = material.council
    if council is None:
        return set()
    named = [(language, name) for language, names in council.names.items() for name in names]
    return {stem for language, name in named for stem in analyse(name, language)}


def proper_keys(material: Material) -> set[str]:
    """Keys of words that some title has with a capital where no sentence begins: names, in every script."""
    words = (word for one in material.documents.values() for word in INSIDE.findall(one.title))
    return {key for word in words if (key := name_key(fold(word)))}


def labelled(word: str, stem: str, document: Document) -> str:
    """A topic's word as a dictionary has it: the lemma in Russian, elsewhere the word as it stands."""
    return stem if document.language == "ru" and word[0] == stem[0] else word


def _together(
    stems: dict[str, dict[str, Document]], written: dict[str, str], words: Words, readers: set[str]
) -> list[tuple[str, dict[str, Document]]]:
    """Topics, words of like meaning as one, by how many documents each has."""
    order = sorted(stems, key=lambda stem: (-len(stems[stem]), stem))
    if not order:
        return []
    tokens = [next(iter(words.tokens(written[stem])), written[stem]) for stem in order]
    vectors = np.asarray(words.token_vectors(tokens), np.float32)
    near = vectors @ vectors.T >= ALIKE
    taken: set[int] = set()
    found = []
    for k in range(len(order)):
        if k in taken:
            continue
        alike = [j for j in np.flatnonzero(near[k]).tolist() if j not in taken]
        taken.update(alike)
        documents = {name: one for j in alike for name, one in stems[order[j]].items()}
        if len(documents) >= LEAST_DOCUMENTS:
            labels = [written[order[j]] for j in alike]
            found.append((next((one for one in labels if one in readers), labels[0]), documents))
    return sorted(found, key=lambda one: -len(one[1]))
