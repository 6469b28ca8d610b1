"""Days given up for others, weekdays near the day of writing, and texts written before what is claimed."""

from typing import cast

import numpy as np
import pytest

from assistant.claims.days import with_moved
from assistant.claims.frame import Around
from assistant.evidence import Sentence, words_of
from ingest.dates import PartialDate, find_dates
from ingest.document import Language


def written(text: str, language: str, date: str) -> Sentence:
    """A sentence of a press release of a day, matched with nothing."""
    none = np.zeros((0, len(words_of(text))), np.float32)
    return Sentence(
        document="news.txt",
        title="",
        date=date,
        language=cast(Language, language),
        kind="press-release",
        page=None,
        heading="",
        table_header="",
        start=0,
        text=text,
        words=words_of(text),
        match=none,
        coverage=0.0,
        score=0.0,
        passage=0.0,
        context=none[:, 0],
    )


@pytest.mark.parametrize(
    ("text", "language", "told", "left"),
    [
        ("Открытие перенесли на неделю, с 8 на 15 октября.", "ru", ["--10-15"], ["--10-08"]),
        ("The fair was moved from 12 May to 3 June.", "en", ["--06-03"], ["--05-12"]),
        ("Tadbir 12-maydan 3-iyunga ko‘chirildi.", "uz", ["--06-03"], ["--05-12"]),
        ("Фестиваль 14 мамырдан 28 мамырға шегерілді.", "kk", ["--05-28"], ["--05-14"]),
        ("Школа шла с 8 по 15 октября.", "ru", ["--10-08/--10-15"], []),
        ("Приём заявок продлён с 8 на 15 октября.", "ru", ["--10-08/--10-15"], []),
    ],
)
def test_a_day_given_up_is_told_apart(text: str, language: str, told: list[str], left: list[str]) -> None:
    days = with_moved(text, find_dates(text, cast(Language, language), PartialDate(2024, 9, 1)))
    assert [mention.iso()[-len(iso) :] for mention, iso in zip(days.told, told, strict=True)] == told
    assert [mention.iso()[-len(iso) :] for mention, iso in zip(days.left, left, strict=True)] == left


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("В среду в Бухаре подписано соглашение.", "ru", "2022-09-28"),
        ("On Wednesday the Chair signed an agreement.", "en", "2022-09-28"),
        ("Chorshanba kuni bitim imzolandi.", "uz", "2022-09-28"),
        ("Сәрсенбі күні келісімге қол қойылды.", "kk", "2022-09-28"),
        ("В пятницу подписано соглашение.", "ru", "2022-09-30"),
        ("В среду пройдёт встреча.", "ru", "2022-10-05"),
    ],
)
def test_a_weekday_is_the_one_beside_the_day_of_writing(text: str, language: str, day: str) -> None:
    around = Around.of(written(text, language, "2022-09-30"))
    assert [mention.iso() for mention in around.dates] == [day]
