"""Pages that are pictures, and text layers that are no text."""

import io
import re
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from ingest import ocr
from ingest.errors import Refusal
from ingest.legible import is_legible
from ingest.readers.image import ImageReader
from ingest.readers.pdf import PdfReader
from ingest.script import mend_script
from ingest.settings import IngestSettings
from tests.ingest.conftest import MakePdf

SAMPLE = Path(__file__).parents[2] / "eval" / "sample" / "archive"
WITHOUT = IngestSettings(ocr=False)
needs_tesseract = pytest.mark.skipif(not ocr.languages(), reason="Tesseract is not installed")

MEETING = (
    "Встреча секретариата прошла в Байсаре двенадцатого",
    "декабря. Участники обсудили работу центров и школ,",
    "утвердили бюджет и назначили весеннюю сессию.",
)
PIECES = [(60.0, 700.0 - 20 * number, line, 12.0) for number, line in enumerate(MEETING)]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Coвeт cообщecтв", "Совет сообществ"),
        ("c 1 сентября, B Байсаре", "с 1 сентября, В Байсаре"),
        ("Кеngash", "Kengash"),
        ("Тоshkеnt shahrida", "Toshkent shahrida"),
        ("Қазaқстан, өткен aптада", "Қазақстан, өткен аптада"),
        ("Центр NORDWELL и COVID", "Центр NORDWELL и COVID"),
        ("The COOP of the Council", "The COOP of the Council"),
        ("ТВ-канал «Seven», 5 c", "ТВ-канал «Seven», 5 c"),
    ],
)
def test_a_word_is_of_one_alphabet(read: str, meant: str) -> None:
    assert mend_script(read) == meant


RUSSIAN = "Секретариат Совета сообществ провёл учредительную конференцию, где утверждены устав и бюджет."
ENGLISH = (
    "The Council approved the budget for the coming year and asked the secretariat for a report in March."
)
LEGIBLE = {
    "ru": RUSSIAN,
    "en": ENGLISH,
    "uz": "Kengash yig‘ilishida yil byudjeti tasdiqlandi va kotibiyatga hisobot tayyorlash topshirildi.",
    "uz-cyrl": "Кенгаш йиғилишида келгуси йил бюджети тасдиқланди ва котибиятга ҳисобот тайёрлаш топширилди.",
    "kk": "Кеңес отырысында келесі жылдың бюджеті бекітіліп, хатшылыққа есеп дайындау тапсырылды.",
    "tg": "Дар ҷаласаи Шӯро буҷети соли оянда тасдиқ шуд ва ба котибот супориш дода шуд.",
    "de": "Der Rat der Gemeinden hat am Dienstag beschlossen, die Ausgaben für das kommende Jahr zu kürzen.",
    "pl": "Rada gmin zebrała się we wtorek, aby zatwierdzić budżet na przyszły rok i rozwój warsztatów.",
    "uk": "Рада громад зібралася у вівторок, щоб затвердити бюджет наступного року і відкрити школи.",
    "zh": "委员会于星期二召开会议，批准了明年的预算。" * 4,
    "names": "ООО СМИ НПО ОБСЕ ПРООН ЮНИСЕФ МИД МВД РФ ШОС ЕАЭС ОДКБ ИСМИ РЦПД КТЦ ЦОН МФЦ ИНН ОГРН БИК",
    "numbers": "12 345,67 | 2024 | 98,1% " * 10,
    "short": "\ue001\ue002\ue003",
}
CODED = str.maketrans("abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp")
ILLEGIBLE = {
    "private use": "".join(chr(0xE000 + ord(c) % 256) for c in RUSSIAN),
    "replacement": "\ufffd" * 20 + RUSSIAN,
    "bytes of another code": RUSSIAN.encode("cp1251").decode("latin-1"),
    "look-alikes": RUSSIAN.translate(str.maketrans("аеосрк", "aeocpk")),
    "shifted": "".join(chr(ord(c) + 3) if c.isalpha() else c for c in ENGLISH.lower()),
    "permuted": ENGLISH.lower().translate(CODED),
}


@pytest.mark.parametrize("case", LEGIBLE)
def test_text_in_any_language_is_legible(case: str) -> None:
    assert is_legible(LEGIBLE[case])


@pytest.mark.parametrize("case", ILLEGIBLE)
def test_what_a_broken_font_leaves_is_not(case: str) -> None:
    assert not is_legible(ILLEGIBLE[case])


TABLE = """\
level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
4\t1\t1\t1\t1\t0\t300\t100\t900\t40\t-1\t
5\t1\t1\t1\t1\t1\t300\t100\t200\t36\t95.5\tБюджет
5\t1\t1\t1\t1\t2\t520\t110\t60\t26\t91.0\tна
5\t1\t1\t1\t1\t3\t590\t100\t100\t36\t96.0\t2025
5\t1\t1\t1\t1\t4\t1400\t100\t60\t36\t96.0\t185
5\t1\t1\t1\t2\t1\t300\t170\t20\t9\t11.0\t~
5\t1\t1\t1\t2\t2\t300\t170\t20\t9\t96.0\t
"""


def test_words_of_a_page_become_segments_without_stains() -> None:
    words = ocr.read_words(TABLE)
    assert [word.text for word in words] == ["Бюджет", "на", "2025", "185"]
    segments = ocr.lay_out(words, 3500)
    assert [segment.text for segment in segments] == ["Бюджет на 2025", "185"]
    assert segments[0].base == segments[1].base
    assert segments[0].x0 == pytest.approx(72)
    assert segments[0].size == pytest.approx(12, rel=0.05)


@pytest.mark.parametrize(
    ("text", "height"), [("нос", 26), ("Совет", 36), ("порог", 36), ("Сургут", 47), ("kengash", 47)]
)
def test_the_font_size_is_told_by_the_letters(text: str, height: int) -> None:
    word = ocr.Word((1, 1, 1), text, 0, 0, 100, height, 90.0)
    assert ocr.font_size(word) == pytest.approx(50, rel=0.05)


@needs_tesseract
def test_a_scan_is_read_with_its_confidence() -> None:
    extracted = PdfReader().extract((SAMPLE / "scan_rasporyazhenie_2021_09_01.pdf").read_bytes())
    assert "приступить к работе с сего числа по адресу: г. Тельмезар, улица Тутовая, дом 14" in extracted.text
    assert extracted.pages == ((0, len(extracted.text)),)
    assert extracted.properties["ocr:pages"] == "1"
    assert int(extracted.properties["ocr:confidence"]) > 80


@needs_tesseract
@pytest.mark.parametrize("format_name", ["png", "jpeg", "tiff"])
def test_pictures_are_read(make_pdf: MakePdf, format_name: str) -> None:
    document = pdfium.PdfDocument(make_pdf(PIECES))
    picture = document[0].render(scale=2, crop=(0, 600, 0, 100)).to_pil()
    out = io.BytesIO()
    picture.save(out, format_name)
    extracted = ImageReader().extract(out.getvalue())
    assert extracted.text == " ".join(MEETING)


@needs_tesseract
def test_a_text_layer_without_a_character_map_is_read_by_sight(make_pdf: MakePdf) -> None:
    data = without_map(make_pdf(PIECES))
    extracted = PdfReader().extract(data)
    assert extracted.text == " ".join(MEETING)
    assert extracted.properties["ocr:pages"] == "1"


def without_map(data: bytes) -> bytes:
    """The page as it was, its letters told as signs of private use."""

    def changed(stream: re.Match[bytes]) -> bytes:
        try:
            head, found, tail = zlib.decompress(stream.group(2)).partition(b"endcodespacerange\n")
        except zlib.error:
            return stream.group()
        if not found:
            return stream.group()
        mapped = b"1 beginbfrange\n<0000> <0FFF> <E000>\nendbfrange\n" + tail[tail.index(b"endcmap") :]
        return (
            stream.group(1) + zlib.compress(head + found + mapped).ljust(len(stream.group(2))) + b"endstream"
        )

    return re.sub(rb"(stream\r?\n)(.*?)endstream", changed, data, flags=re.DOTALL)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_without_tesseract_they_are_refused_by_name(
    make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    data = [
        (SAMPLE / "scan_letter_nordwell_2023-02.pdf").read_bytes(),
        without_map(make_pdf(PIECES)),
        make_pdf([(60.0, 700.0, ILLEGIBLE["shifted"], 8.0)]),
    ][number]
    monkeypatch.setattr(ocr, "languages", lambda: ())
    for settings in (IngestSettings(), WITHOUT):
        with pytest.raises(Refusal) as refusal:
            PdfReader(settings=settings).extract(data)
        assert refusal.value.reason == "no-text-layer"


PICTURE = io.BytesIO()
Image.new("L", (400, 300), 200).save(PICTURE, "png")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PICTURE.getvalue(), "no-text-layer"),
        (PICTURE.getvalue()[:60], "truncated"),
        (b"\x89PNG\r\n\x1a\nnothing", "corrupt"),
        (PICTURE.getvalue()[:16] + b"\x00\x00\xff\xff\x00\x00\xff\xff" + PICTURE.getvalue()[24:], "corrupt"),
    ],
)
def test_pictures_of_nothing_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        ImageReader().extract(data)
    assert refusal.value.reason == reason


def test_a_page_that_takes_too_long_is_left_unread() -> None:
    if ocr.languages():
        blank = ocr.Picture(3000, 3000, bytes(9_000_000))
        assert ocr.recognise(blank, 0, seconds=0.001) is None
