"""What the sentence encoder makes of passages: kept, found again, and left out where too much is missing."""

from collections.abc import Sequence

import numpy as np
import pytest
from llama_index.core.schema import TextNode

from index.sentence_vectors import SentenceVectors, spans_of, texts_of

KINDS = ("мост", "bridge", "бюджет", "budget", "дерев")


class Counting:
    """Each kind of word a direction of its own; the rest another."""

    fingerprint = "counting"
    dimension = len(KINDS) + 1

    def __init__(self) -> None:
        self.read: list[str] = []
        self.asked = 0

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        found = np.array([[text.lower().count(kind) for kind in KINDS] + [0.1] for text in texts], np.float32)
        return 0.29 * found / np.linalg.norm(found, axis=1, keepdims=True)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        self.read += texts
        return self._vectors(texts)

    def questions(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += len(texts)
        return self._vectors(texts)


def node(name: str, text: str, title: str = "") -> TextNode:
    return TextNode(id_=name, text=text, metadata={"title": title, "document": f"{name}.txt"})


NODES = [
    node("m", "Мост открыт для грузовиков. Движение начато в полдень того же дня."),
    node("b", "Бюджет вырос на пятую часть. Расходы на школы остались прежними."),
    node("t", "Дерево посажено у ратуши в память о первых жителях города."),
    node("e", "The bridge was closed for a month. Lorries took the long way round."),
]


@pytest.fixture
def encoder() -> Counting:
    return Counting()


@pytest.fixture
def vectors(tmp_path, encoder) -> SentenceVectors:
    return SentenceVectors(tmp_path, encoder)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Мост открыт для грузовиков сегодня. Движение начато в полдень.", 2),
        ("Итоги\nКомиссия утвердила отчёт за прошлый год единогласно.", 1),
        ("Shahar | Aholi soni, kishi\nBuxoro | 280 ming kishi yashaydi", 2),
        ("Қала әкімі жиналысты ашты да, қонақтарға сөз берді.\n\nСоңы", 2),
        ("Да", 1),
        ("", 0),
    ],
)
def test_sentences_and_rows_short_ones_with_the_next(text, sentences):
    spans = spans_of(text)
    assert len(spans) == sentences
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)


def test_a_sentence_is_read_under_its_title():
    whole, first, second = texts_of(
        node("a", "Мост открыт для грузовиков. Движение начато в полдень.", "Вести")
    )
    assert whole.startswith("Вести") and whole.endswith("полдень.")
    assert (first, second) == (
        "Вести. Мост открыт для грузовиков.",
        "Вести. Движение начато в полдень.",
    )


def test_what_is_read_is_found_by_whoever_looks_next(vectors, encoder, tmp_path):
    assert vectors.missing(["m", "b", "t", "e"]) == ["m", "b", "t", "e"]
    vectors.add(NODES[:2])
    other = SentenceVectors(tmp_path, Counting())
    assert other.missing(["m", "b", "t", "e"]) == ["t", "e"]
    assert {name: rows.shape for name, rows in other.of(["m", "b", "t"]).items()} == {
        "m": (3, 6),
        "b": (3, 6),
    }
    assert other.of(["m"])["m"] == pytest.approx(encoder.passages(texts_of(NODES[0])), abs=0.003)


def test_what_is_gone_is_forgotten_and_the_same_is_kept_once(vectors):
    vectors.add(NODES)
    vectors.add(NODES[:1])
    vectors.keep_only(["m", "e"])
    assert vectors.missing(["m", "b", "t", "e"]) == ["b", "t"]


def test_another_encoder_starts_afresh(vectors, tmp_path):
    vectors.add(NODES)
    other = Counting()
    other.fingerprint = "other"
    anew = SentenceVectors(tmp_path, other)
    assert anew.missing(["m"]) == ["m"]
    anew.add(NODES[:1])
    assert anew.missing(["m", "b"]) == ["b"]


@pytest.mark.parametrize(
    ("question", "first"),
    [("Когда открыли мост?", "m"), ("What of the bridge?", "e"), ("какой бюджет", "b"), ("деревья", "t")],
)
def test_a_passage_is_more_like_than_usual(vectors, question, first):
    vectors.add(NODES)
    names = [one.node_id for one in NODES]
    like = vectors.likeness(question, names, names)
    assert max(like, key=lambda name: like[name]) == first
    assert like[first] > 1.0


@pytest.mark.parametrize(("read", "says"), [(0, False), (2, False), (4, True)])
def test_nothing_is_said_of_an_archive_read_in_part(vectors, read, says):
    if read:
        vectors.add(NODES[:read])
    names = [one.node_id for one in NODES]
    assert bool(vectors.likeness("мост", names, names)) is says


def test_a_sentence_is_more_like_than_the_others(vectors, encoder):
    vectors.add(NODES[:2])
    like = vectors.sentence_likeness("мост", [*NODES[:2], NODES[3]])
    assert set(like) == {"m", "b"}
    (span, most), *others = sorted(like["m"] + like["b"], key=lambda one: -one[1])
    assert NODES[0].text[slice(*span)].startswith("Мост")
    assert all(one < most for _, one in others)


def test_a_question_is_encoded_once(vectors, encoder):
    vectors.add(NODES)
    names = [one.node_id for one in NODES]
    for _ in range(3):
        vectors.likeness("мост", names, names)
        vectors.sentence_likeness("мост", NODES)
    assert encoder.asked == 1
