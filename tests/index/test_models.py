"""Other models by configuration, on transformers small enough to make here."""

from pathlib import Path

import numpy as np
import pytest
import torch
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

from index.archive import Archive
from index.embedding import TransformerEmbedding, embedding_for
from index.ingestion import Ingestion
from index.reranker import CrossEncoderRanking, reranker_for
from index.settings import IndexSettings
from ingest.errors import KengashError

WORDS = (
    "[PAD] [UNK] [CLS] [SEP] query passage : search_query search_document конференция навдиз дом osce kengash"
)
SIZE = {
    "vocab_size": len(WORDS.split()),
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "max_position_embeddings": 64,
}
TEXTS = ["Конференция в Навдизе", "дом", "kengash OSCE", ""]


def save(folder: Path, labels: int | None = None, seed: int = 1) -> str:
    """A transformer of one layer, with a head of `labels` scores or none; returns its folder."""
    torch.manual_seed(seed)
    tokens = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS.split())}, unk_token="[UNK]"))
    tokens.normalizer = normalizers.Lowercase()
    tokens.pre_tokenizer = pre_tokenizers.Whitespace()
    tokens.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokens, **special).save_pretrained(folder)
    if labels is None:
        BertModel(BertConfig(**SIZE)).save_pretrained(folder)
    else:
        BertForSequenceClassification(BertConfig(**SIZE, num_labels=labels)).save_pretrained(folder)
    return str(folder)


def own_prompts(folder: str, **prompts: str) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(folder, local_files_only=True, prompts=prompts)
    model.save(folder)


@pytest.mark.parametrize(
    ("name", "own", "question", "passage"),
    [
        ("multilingual-e5-small", {}, "query: ", "passage: "),
        ("bge-m3", {}, "", ""),
        ("FRIDA", {}, "search_query: ", "search_document: "),
        ("user-1/plain", {}, "", ""),
        ("plain", {"query": "query: ", "document": "passage: "}, "query: ", "passage: "),
        ("own-e5", {"query": "search_query: ", "passage": "dense: "}, "search_query: ", "dense: "),
    ],
)  # fmt: skip
def test_questions_and_passages_get_the_prompts_of_the_model(
    tmp_path: Path, name: str, own: dict[str, str], question: str, passage: str
) -> None:
    folder = save(tmp_path / name)
    if own:
        own_prompts(folder, **own)
    embedding = embedding_for(folder)
    assert isinstance(embedding, TransformerEmbedding)
    assert (embedding.query_prompt, embedding.passage_prompt) == (question, passage)
    plain = TransformerEmbedding(folder, query_prompt="", passage_prompt="")
    asked = plain.embed_passages([question + text for text in TEXTS])
    assert np.array([embedding.embed_question(text) for text in TEXTS]) == pytest.approx(asked, abs=1e-5)
    told = plain.embed_passages([passage + text for text in TEXTS])
    assert embedding.embed_passages(TEXTS) == pytest.approx(told, abs=1e-5)
    assert np.linalg.norm(told, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert (question == passage) == np.allclose(asked, told)


def test_another_model_is_refused_until_reindexed(tmp_path: Path) -> None:
    first, other = save(tmp_path / "e5-one"), save(tmp_path / "e5-other", seed=2)
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "а.txt").write_text("Конференция в Навдизе\n\nдом\n\nOSCE", encoding="utf-8")
    store = tmp_path / "store"
    with Archive.open(store, IndexSettings(embedding=first)) as archive:
        Ingestion(archive).run([documents])
        count = archive.catalog.count()
    with Archive.open(store, IndexSettings(embedding=other)) as archive:
        vector = archive.embedding.get_query_embedding("дом")
        with pytest.raises(KengashError) as told:
            archive.search_vectors(vector, 3)
        assert told.value.code == "other-model"
        assert first in told.value.values["stored"]
        assert other in told.value.values["configured"]
        assert archive.reindex() == count
        assert len(archive.search_vectors(vector, 3)) == min(3, count)


def hits(*texts: str) -> list[NodeWithScore]:
    return [
        NodeWithScore(node=TextNode(id_=text, text=text, metadata={"title": "Kengash"}), score=1 - i / 10)
        for i, text in enumerate(texts)
    ]


def test_a_cross_encoder_orders_the_first_passages_and_leaves_the_scores(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    folder = save(tmp_path / "cross", labels=1)
    texts = ["дом", "конференция", "osce kengash", "навдиз", "конференция навдиз"]
    ranking = reranker_for(folder, first=4)
    assert isinstance(ranking, CrossEncoderRanking)
    ranked = ranking.postprocess_nodes(hits(*texts), QueryBundle("конференция"))
    alone = CrossEncoder(folder).predict([("конференция", f"Kengash\n{text}") for text in texts[:4]])
    expected = [texts[i] for i in np.argsort(-alone)]
    assert [hit.node.node_id for hit in ranked] == [*expected, texts[4]]
    assert expected != texts[:4]
    assert [hit.score for hit in ranked] == pytest.approx([1.0, 0.9, 0.8, 0.7, 0.6])
    assert ranking.postprocess_nodes([], QueryBundle("конференция")) == []


@pytest.mark.parametrize(
    ("labels", "code"), [(None, "reranker-unfit"), (3, "reranker-unfit"), ("none", "reranker-not-found")]
)
def test_a_model_that_ranks_nothing_is_refused(tmp_path: Path, labels: int | str | None, code: str) -> None:
    folder = str(tmp_path / "model")
    if not isinstance(labels, str):
        save(tmp_path / "model", labels)
    with pytest.raises(KengashError) as told:
        reranker_for(folder)
    assert (told.value.code, told.value.values) == (code, {"model": folder})


def test_no_reranker_without_a_name() -> None:
    assert reranker_for(None) is None
