import numpy as np
import pytest
import torch

from index.table import TokenTable, pack, unpack
from index.tokens import stems
from index.training import evaluate, losses
from index.training.compile import compile_weights, flatten, principal
from index.training.data import Pair, same_meaning
from index.training.student import RowAdam, Student
from index.training.train import Encoded, Recipe, Trainer, batches
from index.training.vocabulary import Vocabulary

TRANSLATIONS = [
    ("совет", "council"),
    ("вода", "water"),
    ("~сайлов", "election"),
    ("kitob", "book"),
    ("~мектеп", "school"),
    ("дорога", "road"),
]


def pair(left: str, right: str) -> Pair:
    return Pair(left, right, "ru", "en", False, "test")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([pair("а", "x"), pair("б", "y")], [0, 1]),
        ([pair("а", "x"), pair("б", "x"), pair("в", "y")], [0, 0, 1]),
        ([pair("а", "x"), pair("б", "y"), pair("а", "y")], [0, 0, 0]),
    ],
)
def test_pairs_of_one_meaning_share_a_number(pairs: list[Pair], expected: list[int]) -> None:
    assert same_meaning(pairs) == expected


def test_four_bits_keep_the_direction() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 256)).astype(np.float32)
    packed, step = pack(rows)
    read = unpack(packed) * step[:, None]
    cosines = (rows * read).sum(1) / np.linalg.norm(rows, axis=1) / np.linalg.norm(read, axis=1)
    assert packed.shape == (50, 128)
    assert cosines.min() > 0.985


def test_flattening_draws_in_the_widest_direction() -> None:
    sums = np.random.default_rng(0).normal(size=(500, 4)).astype(np.float32) * np.array([9, 1, 1, 1])
    spread = np.linalg.svd(sums - sums.mean(0), compute_uv=False)
    after = np.linalg.svd((sums - sums.mean(0)) @ flatten(sums), compute_uv=False)
    assert 1 < after[0] / after[1] < spread[0] / spread[1]


def test_principal_directions_keep_what_each_sample_varies_in() -> None:
    random = np.random.default_rng(0)
    wide = random.normal(size=(200, 6)).astype(np.float32) * np.array([50, 1, 1, 0, 0, 0], np.float32)
    narrow = random.normal(size=(200, 6)).astype(np.float32) * np.array([0, 0, 0, 0.1, 0, 0], np.float32)
    basis = principal([wide, narrow], 2)
    assert basis.T @ basis == pytest.approx(np.eye(2), abs=1e-5)
    assert np.abs(basis[[0, 3]]).max(axis=1) == pytest.approx([1, 1], abs=1e-2)


def test_batches_hold_every_pair_once_and_half_of_them_beside_their_like() -> None:
    count, nothing = 4000, np.zeros(4000, np.int64)
    source = np.random.default_rng(0).integers(0, 2, count)
    none = np.zeros((0, 384), np.float32)
    data = Encoded(
        [], [], nothing, nothing.astype(np.bool_), source, np.ones(count), none, nothing, nothing, []
    )
    found = list(batches(data, Recipe(batch=100, alone=0.5), np.random.default_rng(1)))
    seen = np.concatenate(found)
    assert len(set(seen.tolist())) == len(seen) > 0.95 * count
    alike = [len(set(source[batch].tolist())) == 1 for batch in found]
    assert 0.4 < np.mean(alike) < 0.55


@pytest.mark.parametrize(
    ("roman", "expected"),
    [("kitoblarning", ["kitoblar", "kitob"]), ("kitob", []), ("parlamenti", ["parlament", "parlamen"])],
)
def test_stems(roman: str, expected: list[str]) -> None:
    assert set(expected) <= set(stems(roman))
    assert roman not in stems(roman)


def test_interaction_takes_the_best_match_of_each_word() -> None:
    random = torch.Generator().manual_seed(0)
    asked = torch.nn.functional.normalize(torch.randn(3, 8, generator=random), dim=1).requires_grad_()
    given = torch.nn.functional.normalize(torch.randn(4, 8, generator=random), dim=1)
    weights = torch.tensor([[0.5, 0.5, 0.0], [0.0, 0.2, 0.8]])
    passages = torch.tensor([[0, 1, 1], [2, 3, 0]])
    scores = losses.interaction(asked, weights, given, passages)
    similar = (asked @ given.T).detach().numpy()
    by_hand = [[w @ similar[:, p].max(1) for p in passages.numpy()] for w in weights.numpy()]
    assert scores.detach().numpy() == pytest.approx(np.array(by_hand), abs=1e-6)
    assert torch.autograd.gradcheck(
        lambda a: losses.interaction(a, weights.double(), given.double(), passages),
        asked.detach().double().requires_grad_(),
    )


def test_rows_of_one_meaning_are_not_held_against_each_other() -> None:
    rows = torch.eye(4)[[0, 0, 1]]
    apart = losses.contrast(rows, rows, torch.tensor([0, 1, 2]), 20.0)
    alike = losses.contrast(rows, rows, torch.tensor([0, 0, 2]), 20.0)
    assert apart > 0.5
    assert alike < 1e-3


def test_row_adam_is_sparse_adam() -> None:
    start = torch.randn(6, 3, generator=torch.Generator().manual_seed(0))
    ours, theirs = start.clone(), torch.nn.Embedding.from_pretrained(start.clone(), freeze=False, sparse=True)
    row_adam, sparse_adam = RowAdam(0.1), torch.optim.SparseAdam(theirs.parameters(), lr=0.1)
    for rows in ([0, 2], [2, 5], [0, 2]):
        ids = torch.tensor(rows)
        leaf = ours[ids].requires_grad_()
        (leaf**2).sum().backward()
        row_adam.step([(ours, ids, leaf.grad)])
        sparse_adam.zero_grad()
        (theirs(ids) ** 2).sum().backward()
        sparse_adam.step()
    assert ours.numpy() == pytest.approx(theirs.weight.detach().numpy(), abs=1e-4)


def test_a_small_student_learns_translations() -> None:
    torch.manual_seed(0)
    tokens = sorted(token for both in TRANSLATIONS for token in both)
    vocabulary = Vocabulary(
        tokens,
        np.full(len(tokens), 1e-6, np.float32),
        np.zeros((len(tokens), 300), np.float32),
        np.zeros(len(tokens), np.bool_),
        {},
    )
    student = Student(vocabulary, ["1", "10", "100", "1000"], np.zeros((len(tokens), 384), np.float32))
    ids = [(np.array([student.ids[a]]), np.array([student.ids[b]])) for a, b in TRANSLATIONS]
    count = len(ids)
    data = Encoded(
        [a for a, _ in ids],
        [b for _, b in ids],
        np.arange(count),
        np.zeros(count, np.bool_),
        np.zeros(count, np.int64),
        np.ones(count),
        np.zeros((0, 384), np.float32),
        np.full(count, -1),
        np.full(count, -1),
        [np.array([student.ids[token]]) for token in tokens],
    )
    recipe = Recipe(passes=60, batch=count, groups=1, rate=0.02, alone=0.0)
    assert list(Trainer(student, data, recipe).run()) == list(range(60))
    table = TokenTable(compile_weights(student, vocabulary, data.prose))
    lefts, rights = (table.token_vectors(side) for side in zip(*TRANSLATIONS, strict=True))
    assert (lefts @ rights.T).argmax(1).tolist() == list(range(count))


def test_figures_of_scores() -> None:
    scores = np.array([[0.9, 0.1, 0.0], [0.8, 0.1, 0.7]], np.float32)
    relevant = [{0}, {2}]
    assert evaluate.hits(scores, relevant) == 0.5
    assert evaluate.ndcg(scores, relevant) == pytest.approx((1 + 1 / np.log2(3)) / 2)
