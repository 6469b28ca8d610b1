"""A page of a pdf as a picture: where a quote stands on it."""

from pathlib import Path

import pytest

from ui.web.picture import AGAIN, KEPT, PagePicture, Pictures, bare, lines, page_picture, quote_at

PAGE = "".join(
    bare("Бюджет на 2025 год. Все суммы — в тысячах са-\nрынов. Расчётный курс: 42 сарына за доллар.")
)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Расчётный курс: 42 сарына", "расчётныйкурс42сарына"),
        ("в тысячах сарынов", "втысячахсарынов"),
        ("Расчетный курс 42 сарына за дол1ар", "расчётныйкурс42сарыназа"),  # misread letters
        ("Soʻralgan narsa bu yerda yoʻq", None),
        ("…", None),
    ],
)
def test_quote_at(quote: str, words: str | None) -> None:
    found = quote_at(PAGE, quote)
    assert (found is None) == (words is None)
    assert found is None or str(words) in PAGE[slice(*found)]


def test_a_quote_that_goes_on_overleaf_is_boxed_to_the_end() -> None:
    quote = "Все суммы — в тысячах сарынов. Расчётный курс: 42 сарына за доллар. И ещё много слов на обороте."
    found = quote_at(PAGE, quote)
    assert found is not None and PAGE[slice(*found)].endswith("задоллар")


def test_a_page_is_drawn_once_and_a_failure_is_tried_again_after_a_while() -> None:
    drawn: list[int] = []
    now = 0.0

    def draw(path: Path, page: int, quote: str) -> PagePicture | None:
        drawn.append(page)
        return PagePicture(b"", 1, 1, ()) if page != 2 or len(drawn) > 3 else None

    pictures, file = Pictures(draw, lambda: now), Path("устав.pdf")
    assert pictures.of(file, 1, 1, "Статья 9") is pictures.of(file, 1, 1, "Статья 9")
    assert pictures.of(file, 1, 2, "Статья 9") is None and pictures.of(file, 1, 2, "Статья 9") is None
    assert drawn == [1, 2]
    now = AGAIN
    assert pictures.of(file, 1, 2, "Статья 9") is None
    now = 2 * AGAIN
    assert pictures.of(file, 1, 2, "Статья 9") is not None
    assert pictures.of(file, 2, 1, "Статья 9") is not None  # written since
    assert drawn == [1, 2, 2, 2, 1]
    for page in range(3, KEPT + 3):
        pictures.of(file, 2, page, "")
    assert len(pictures._drawn) == KEPT


def test_letters_are_joined_to_lines() -> None:
    letters = [(10, 100, 15, 110), (15, 100, 20, 111), (10, 80, 15, 90), (15, 80, 22, 90)]
    assert lines(letters) == [(10, 100, 20, 111), (10, 80, 22, 90)]


def test_a_page_of_the_sample() -> None:
    picture = page_picture(Path("eval/sample/archive/byudzhet_2025.pdf"), 1, "Расчётный курс: 42 сарына")
    assert picture is not None
    assert picture.image[:4] == b"RIFF" and picture.width == 1040 and len(picture.boxes) == 1
    left, top, width, height = picture.boxes[0]
    assert 0 < left < 1 and 0.1 < top < 0.5 and 0.1 < width < 0.7 and 0 < height < 0.05


@pytest.mark.parametrize("page", [0, 99])
def test_what_cannot_be_drawn_is_none(page: int, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    assert page_picture(tmp_path / "a.pdf", 1, "") is None
    assert page_picture(Path("eval/sample/archive/byudzhet_2025.pdf"), page, "") is None
