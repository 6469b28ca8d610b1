"""The shipped sentence encoder: what means the same is near, in whatever language."""

import numpy as np
import pytest

from index.encoder import SentenceEncoder, shipped_encoder, unpack

PASSAGES = [
    "Председателем ревизионной комиссии избрана Нилуфар Каримова.",
    "The bridge over the river was reopened to lorries after repairs.",
    "Yig‘ilish Buxoroda, shahar kutubxonasi binosida bo‘lib o‘tdi.",
    "Биылғы бюджет он екі миллион теңгеге өсті.",
    "Школьники посадили двести деревьев вдоль набережной.",
]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return shipped_encoder()


@pytest.fixture(scope="module")
def passages(encoder: SentenceEncoder) -> np.ndarray:
    return encoder.passages(PASSAGES)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Кто возглавляет контрольный орган?", 0),
        ("Who heads the audit commission?", 0),
        ("Taftish komissiyasi raisi kim?", 0),
        ("Когда открыли движение по мосту?", 1),
        ("Көпір қашан ашылды?", 1),
        ("Where was the meeting held?", 2),
        ("Где собирались?", 2),
        ("Насколько выросли расходы в этом году?", 3),
        ("How many trees did the pupils plant?", 4),
        ("O‘quvchilar nechta daraxt ekdi?", 4),
    ],
)
def test_a_question_is_nearest_to_what_answers_it(encoder, passages, question, answer):
    assert int(np.argmax(passages @ encoder.questions([question])[0])) == answer


@pytest.mark.parametrize(
    "texts",
    [
        [""],
        ["а"],
        ["🙂🙂🙂"],
        ["слово " * 5000],
        ["\x00\x07\u200b", "кто \ud800 там", "Ташкент, Toshkent, Tashkent"],
        ["короткий", "д" * 3000, "Итоги года. " * 40],
    ],
)
def test_odd_texts_have_unit_vectors(encoder, texts):
    vectors = encoder.passages(texts)
    assert vectors.shape == (len(texts), encoder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_no_texts_no_vectors(encoder):
    assert encoder.passages([]).shape == (0, encoder.dimension)


def test_a_text_is_the_same_alone_and_among_others(encoder, passages):
    alone = np.concatenate([encoder.passages([text]) for text in reversed(PASSAGES)])
    assert alone[::-1] == pytest.approx(passages, abs=1e-6)


def test_a_question_is_not_read_as_a_passage(encoder):
    asked, told = encoder.questions(PASSAGES[:1])[0], encoder.passages(PASSAGES[:1])[0]
    assert 0.5 < asked @ told < 0.9999


def test_packed_numbers_come_back():
    numbers = np.array([[[0x80 | 9, 7 | 0xF0]]], np.uint8)
    assert unpack(numbers, np.array([[0.5]], np.float16)).tolist() == [[0.5, 0.0, -0.5, 3.5]]


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"encoder\.onnx"):
        SentenceEncoder(tmp_path)
