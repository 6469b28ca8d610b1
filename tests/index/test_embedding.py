import asyncio

import numpy as np
import pytest

from index.embedding import TableEmbedding, embedding_for
from index.table import MODEL_FOLDER
from ingest.errors import KengashError

pytestmark = pytest.mark.skipif(not (MODEL_FOLDER / "model.safetensors").exists(), reason="no weights")

TEXTS = [
    "Кто был избран председателем Совета 27 ноября 2024 года?",
    "Kengash raisi etib kim saylandi?",
    "Кенгаш раиси этиб ким сайланди?",
    "Who chaired the conference in Telmezar?",
    "Кеңес төрағасы болып кім сайланды?",
    "",
]


def test_question_and_passages() -> None:
    embedding = TableEmbedding()
    passages = embedding.embed_passages(TEXTS)
    assert passages.shape == (len(TEXTS), embedding.table.dimension)
    assert passages[0] == pytest.approx(embedding.embed_question(TEXTS[0]), abs=1e-6)


def test_llama_index_sees_the_same_numbers() -> None:
    embedding = TableEmbedding()
    passages = embedding.embed_passages(TEXTS)
    assert np.array(embedding.get_text_embedding_batch(TEXTS)) == pytest.approx(passages, abs=1e-6)
    assert embedding.get_query_embedding(TEXTS[1]) == pytest.approx(passages[1], abs=1e-6)
    assert asyncio.run(embedding.aget_query_embedding(TEXTS[1])) == pytest.approx(passages[1], abs=1e-6)


def test_sentence_transformers_sees_the_same_numbers() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL_FOLDER), device="cpu")
    assert model.encode(TEXTS) == pytest.approx(TableEmbedding().embed_passages(TEXTS), abs=1e-4)
    assert model.get_embedding_dimension() == TableEmbedding().table.dimension


def test_unknown_model_is_told_by_its_name() -> None:
    with pytest.raises(KengashError) as told:
        embedding_for("no-such-model")
    assert (told.value.code, told.value.values) == ("embedding-not-found", {"model": "no-such-model"})


def test_built_in_is_read_once() -> None:
    assert embedding_for("built-in").table is TableEmbedding().table
