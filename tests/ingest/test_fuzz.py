"""Files of every format with bytes flipped, cut, doubled: each is read or refused, the archive sound."""

import csv
import io
import zipfile
from random import Random
from typing import get_args

import docx
import openpyxl
import pptx
import pytest
from PIL import Image, ImageDraw

from index.archive import Archive
from index.ingestion import Ingestion
from ingest.errors import RefusalReason
from ingest.readers.formats import FORMATS
from ingest.settings import IngestSettings
from ingest.workers import ReadPool

PARAGRAPHS = [
    "Совет сообществ Долины провёл форум женщин 27 ноября 2024 года в Навдизе.",
    "Ayollar anjumani Navdizda bo‘lib o‘tdi, unda 86 nafar kishi ishtirok etdi.",
    "Аёллар анжумани Навдизда бўлиб ўтди, унда 86 нафар киши иштирок этди.",
    "The council awarded nine grants of 40,000 each for the training of mediators.",
    "Кеңес мүшелері бас қосып, жұмыс жоспарын бекітті.",
]
SETTINGS = IngestSettings(ocr=False, max_read_seconds=30, max_read_bytes=2**30)


def text(_):
    return "\n\n".join(PARAGRAPHS).encode()


def cp1251(_):
    return "\n\n".join(PARAGRAPHS[::4]).encode("cp1251", "replace")


def markdown(_):
    return (
        "# Форум\n\n" + "\n\n".join(PARAGRAPHS) + "\n\n| город | человек |\n|---|---|\n| Навдиз | 86 |\n"
    ).encode()


def html(_):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"<html><head><title>Форум</title></head><body><h1>Форум</h1>{body}</body></html>".encode()


def table(_):
    out = io.StringIO()
    csv.writer(out).writerows([["город", "человек"], ["Навдиз", 86], ["Байсара", 40]])
    return out.getvalue().encode()


def word(_):
    document = docx.Document()
    document.add_heading("Форум", 1)
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    document.add_table(2, 2).cell(0, 0).text = "город"
    return saved(document)


def book(_):
    made = openpyxl.Workbook()
    for row in (["город", "человек"], ["Навдиз", 86], ["Байсара", 40]):
        made.active.append(row)
    return saved(made)


def slides(_):
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Форум", "\n".join(PARAGRAPHS)
    return saved(made)


def page(make_pdf):
    return make_pdf(
        [(50, 780 - 20 * number, line) for number, line in enumerate(PARAGRAPHS)],
        [(50, 780, "Вторая страница решения Совета")],
    )


def picture(kind):
    def make(_):
        image = Image.new("L", (300, 120), 255)
        ImageDraw.Draw(image).text((10, 10), "Council 2024", fill=0)
        out = io.BytesIO()
        image.save(out, kind)
        return out.getvalue()

    return make


def package(make_pdf):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, make in {"may.txt": text, "june.docx": word, "july.pdf": page}.items():
            made.writestr(name, make(make_pdf))
    return out.getvalue()


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


MAKERS = {
    **dict.fromkeys((".txt", ".text"), text),
    **dict.fromkeys((".md", ".markdown"), markdown),
    **dict.fromkeys((".html", ".htm", ".xhtml"), html),
    **dict.fromkeys((".csv", ".tsv"), table),
    **dict.fromkeys((".png",), picture("PNG")),
    **dict.fromkeys((".jpg", ".jpeg"), picture("JPEG")),
    **dict.fromkeys((".tif", ".tiff"), picture("TIFF")),
    ".docx": word,
    ".xlsx": book,
    ".pptx": slides,
    ".pdf": page,
    ".zip": package,
}


def flipped(data, random):
    made = bytearray(data)
    for _ in range(random.choice((1, 4, 16, 64))):
        made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


def cut(data, random):
    start = random.randrange(len(data))
    return random.choice(
        (data[:start], data[start:], data[:start] + data[start + random.randrange(1, 999) :])
    )


def doubled(data, random):
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return random.choice((data + data, data[:end] + data[start:], data * 20))


def emptied(data, random):
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + bytes(end - start) + data[end:]


MUTATIONS = (flipped, cut, doubled, emptied)


def test_there_is_a_maker_for_every_format():
    assert set(MAKERS) == {*FORMATS, ".zip"}


@pytest.mark.parametrize("count", [200, pytest.param(2000, marks=pytest.mark.stress)])
def test_no_file_harms_the_archive(tmp_path, make_pdf, count):
    random = Random(20240527)
    made = {suffix: make(make_pdf) for suffix, make in MAKERS.items()}
    files = tmp_path / "files"
    files.mkdir()
    for number in range(count):
        suffix = list(made)[number % len(made)]
        data = MUTATIONS[number // len(made) % len(MUTATIONS)](made[suffix], random)
        (files / f"{number}{suffix}").write_bytes(data)
    with Archive.open(tmp_path / "store") as archive, ReadPool(SETTINGS, 2) as pool:
        ingestion = Ingestion(archive, settings=SETTINGS, read_all=pool.read_all)
        report = ingestion.run([files])
        assert {one.reason for one in report.refused} <= set(get_args(RefusalReason))
        assert report.added + len(report.refused) + len(report.duplicates) >= count
        assert report.added > count / 10
        assert len(report.refused) > count / 10
        assert archive.check() == []
        for document in archive.documents():
            if document.status == "indexed":
                words = archive.text(document.name).text
                for node in archive.passages_of(document.name):
                    assert node.text == words[node.start_char_idx : node.end_char_idx]
        again = ingestion.run([files])
        assert (again.added, again.replaced, again.removed, again.unchanged) == (0, 0, 0, report.added)
        assert again.refused == report.refused
