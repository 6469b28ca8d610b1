import numpy as np
import pytest

from index import tokens
from index.table import MODEL_FOLDER, TokenTable, Weights
from index.tensors import mapped

pytestmark = pytest.mark.skipif(not (MODEL_FOLDER / "model.safetensors").exists(), reason="no weights")


@pytest.fixture(scope="module")
def table() -> TokenTable:
    return TokenTable.load()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Совет учредил фонды", ["совет", "учредить", "фонд"]),
        ("Oʻzbekiston o'zbek oʼzbek", ["ozbekiston", "ozbek", "ozbek"]),
        ("27.11.2024, в 09:05", ["27", "11", "2024", "в", "9", "5"]),
        ("The Councils met", ["the", "councils", "met"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_tokens(table: TokenTable, text: str, expected: list[str]) -> None:
    assert table.tokens(text) == expected


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [("Ўзбекистон ҳукумати қарори", "O‘zbekiston hukumati qarori"), ("ғоя ва ҳақиқат", "g'oya va haqiqat")],
)
def test_uzbek_scripts_fall_together(table: TokenTable, cyrillic: str, latin: str) -> None:
    assert table.embed([cyrillic])[0] @ table.embed([latin])[0] > 0.8


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("Мирзиёев", "Mirziyoyev", "Назарбаев"),
        ("Мирзиёевым", "Mirziyoyev", "Назарбаевым"),
        ("Тельмезар", "Telmezar", "Байсара"),
        ("Каримджанову", "Karimjanov", "Пономарёву"),
    ],
)
def test_names_unseen_are_near_across_scripts(table: TokenTable, one: str, same: str, other: str) -> None:
    a, b, c = table.token_vectors([table.tokens(name)[0] for name in (one, same, other)])
    assert a @ b > 0.6
    assert a @ b > a @ c + 0.3


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("member of parliament", "депутат парламента", "погода на завтра"),
        ("сайлов натижалари", "результаты выборов", "ремонт дороги"),
        ("saylov natijalari", "election results", "road repair"),
        ("білім министрлігі", "министерство образования", "кубок по футболу"),
        ("водоснабжение района", "water supply", "prime minister's visit"),
    ],
)
def test_meaning_crosses_languages(table: TokenTable, question: str, right: str, wrong: str) -> None:
    asked, good, bad = table.embed([question, right, wrong])
    assert asked @ good > asked @ bad + 0.1


def test_numbers_match_exactly_or_not_at_all(table: TokenTable) -> None:
    a, b, c = table.token_vectors(["2024", "2024", "2023"])
    assert a @ b == pytest.approx(1)
    assert abs(float(a @ c)) < 0.3


def test_embedding_is_the_weighted_sum_less_the_mean(table: TokenTable) -> None:
    text = "Фонд «Аксакола» выделил 120 грантов, said Mirziyoyev"
    batch = table.batch([text])
    by_hand = sum(batch.weights[i] * batch.vectors[i] for i in batch.ids)
    by_hand = by_hand / np.linalg.norm(by_hand) - Weights.load(MODEL_FOLDER).mean
    assert table.embed([text])[0] == pytest.approx(by_hand / np.linalg.norm(by_hand), abs=1e-5)
    assert [batch.tokens[i] for i in batch.ids] == table.tokens(text)


def test_rows_are_unit_and_empty_texts_zero(table: TokenTable) -> None:
    lengths = np.linalg.norm(table.embed(["Совет", "", "ქართული", "!"]), axis=1)
    assert lengths.tolist() == pytest.approx([1, 0, 1, 0], abs=1e-5)
    assert table.embed([]).shape == (0, table.dimension)


def test_common_words_say_less(table: TokenTable) -> None:
    common, rare = table.rarity(["и", "тюбетейка"])
    assert common < 0.5 * rare
    assert 0 <= common <= rare <= 1


def test_saved_and_read_again(table: TokenTable, tmp_path) -> None:
    table.save(tmp_path)
    assert TokenTable.load(tmp_path).fingerprint == table.fingerprint
    TokenTable.load(tmp_path).save(tmp_path)  # over what it reads
    again, shipped = Weights.load(tmp_path), Weights.load(MODEL_FOLDER)
    assert again.tokens[:3] == shipped.tokens[:3]
    assert again.fingerprint == shipped.fingerprint == shipped.digest()


def test_the_shipped_words_are_found_where_they_stand() -> None:
    shipped = Weights.load(MODEL_FOLDER)
    assert all(shipped.row_of[token] == row for row, token in enumerate(shipped.tokens))
    held = mapped(MODEL_FOLDER / "model.safetensors")
    for numbers, rows in ((shipped.forms, "form_rows"), (shipped.aliases, "alias_rows")):
        assert list(numbers.values()) == held[rows].tolist()


@pytest.mark.parametrize(
    ("spellings", "roman"),
    [
        (["мирзиёев", "mirziyoyev"], "mirzioev"),
        (["хива", "xiva", "khiva"], None),
        (["самарқанд", "samarqand", "самарканд"], "samarkand"),
        (["жиззах", "jizzah"], "jizah"),
    ],
)
def test_romanised_spellings_fall_together(spellings: list[str], roman: str | None) -> None:
    shared = set.intersection(*(set(tokens.pieces(word)) for word in spellings))
    assert any(piece.startswith("w") for piece in shared)
    assert roman is None or {tokens.romanise(word) for word in spellings} == {roman}
