"""A service behind the page that needs no archive: three documents, and answers known beforehand."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.answer import Answer, Citation, Value
from assistant.brief import Brief, Line, Section
from assistant.claims.verdict import Difference, PlacedVerdict, Verdict, VerdictKind
from assistant.people import Feedback
from assistant.terms.term import Term
from assistant.timeline import Event
from index.catalog import Document
from index.filters import Filters
from index.versions import Version
from ingest.document import Block, ExtractedText, Kind
from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.picture import PagePicture
from ui.web.quality import Measured, shipped
from ui.web.service import Progress, RefusedFile, UploadReport

ACTING = "Со вчерашнего дня и до конца года обязанности председателя исполняет его заместитель Лола Айматова."
ACTING_TITLE = "Обязанности председателя Совета исполняет Лола Айматова"
UNDERSTOOD = "Кто исполнял обязанности председателя Совета после Рустана Коргулова?"
ORDER = "Если председатель выбывает досрочно, обязанности исполняет заместитель от того же города."
HOSTILE = '<script>window.stolen = 1</script><img src="http://example.org/x.png" onerror="window.stolen = 1">'
PICTURE = "![снимок](http://example.org/picture.png)"


CHAIR = Term(
    term="председатель Совета",
    abbreviations=["ПС"],
    names={"ru": ["председатель Совета"], "en": ["chair of the Council"], "uz": [], "kk": []},
    definition="ведёт заседания, избирается на год " + HOSTILE,
    citations=[],
    documents=["ustav.pdf"],
)


def text_of(*paragraphs: str, title: str = "", pages: Sequence[int] = ()) -> ExtractedText:
    """A heading and paragraphs, divided by blank lines; `pages` are the blocks that begin a page."""
    blocks, text = [], ""
    for number, part in enumerate([title, *paragraphs] if title else paragraphs):
        text += "\n\n" if text else ""
        heading = bool(title) and number == 0
        blocks.append(
            Block("heading" if heading else "paragraph", len(text), len(text) + len(part), int(heading))
        )
        text += part
    starts = [0, *(blocks[number].start for number in pages)]
    spans = tuple(zip(starts, [*starts[1:], len(text)], strict=True)) if pages else ()
    return ExtractedText(text, tuple(blocks), spans)


def document(name: str, title: str, date: str | None, language: str, kind: str, **more: object) -> Document:
    return Document(
        name=name, root=None, path=f"/archive/{name}", sha256="0", size=1, mtime_ns=0, title=title, date=date,
        language=language, kind=kind, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@dataclass
class FakeService:
    """Three documents; the answer to a question is looked up by a word of it."""

    demo: bool = True
    held: dict[str, Document] = field(default_factory=dict)
    texts: dict[str, ExtractedText] = field(default_factory=dict)
    asked: list[tuple[str, str | None, Filters]] = field(default_factory=list)
    pictures: dict[str, PagePicture] = field(default_factory=dict)
    rated: list[tuple[str, bool, str, str]] = field(default_factory=list)
    opinions: list[Feedback] = field(default_factory=list)
    gone: dict[str, Document] = field(default_factory=dict)
    filtered: list[tuple[str, Filters]] = field(default_factory=list)
    """What was asked for beside answers, and through which filters."""
    folders: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    """Where it is clear, an answer to `ждите` waits after its first snapshot."""
    opening: threading.Event = field(default_factory=threading.Event)
    """Where it is clear, the examples of a page that is opened take a second."""

    @classmethod
    def make(cls) -> "FakeService":
        made = cls()
        made.gate.set()
        made.opening.set()
        made.add(
            document("2024-09-17_io.txt", ACTING_TITLE, "2024-09-17", "ru", "press-release"),
            text_of(
                "В связи с избранием Рустана Коргулова на должность в областной администрации его полномочия "
                "председателя Совета прекращены 15 сентября по личному заявлению. " + ACTING,
                "Порядок замещения предусмотрен статьёй 9 Устава.",
                "Заявление поступило 9 сентября и было разослано всем городам в тот же день. " + PICTURE,
                *[f"Абзац {number}: города сообщили, что возражений не имеют." for number in range(40)],
                title=ACTING_TITLE,
            ),
        )  # fmt: skip
        made.add(
            document("ustav.pdf", "Устав Совета", "2021", "ru", "charter", pages=2),
            text_of(
                "Статья 8. Председатель избирается на год.",
                "Статья 9. " + ORDER,
                title="Устав Совета",
                pages=[2],
            ),
        )
        made.add(
            document("letter.txt", "Reader's letter " + HOSTILE, "2025-03-02", "en", "letter"),
            text_of("Dear Council, " + HOSTILE + " thank you.", title="Reader's letter"),
        )
        made.add(
            document("scan.pdf", "", None, "und", "other", status="no-text-layer", reason="no-text-layer"),
            None,
        )
        return made

    def add(self, entry: Document, text: ExtractedText | None) -> None:
        self.held[entry.name] = entry
        if text is not None:
            self.texts[entry.name] = text

    def cite(self, n: int, name: str, quote: str) -> Citation:
        entry, text = self.held[name], self.texts[name].text
        start = text.index(quote)
        pages = self.texts[name].pages
        page = next((number for number, (a, b) in enumerate(pages, 1) if a <= start < b), None)
        end = start + len(quote)
        return Citation(
            n=n,
            document=name,
            title=entry.title,
            date=entry.date,
            page=page,
            quote=quote,
            start=start,
            end=end,
        )

    def stream(
        self,
        question: str,
        conversation: str | None = None,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        language: str | None = None,
    ) -> Iterator[Answer]:
        self.asked.append((question, conversation, filters))
        if "сломайся" in question:
            raise KengashError("locked", command="kengash ingest", pid=7, since="2026-11-22T20:00")
        if "упади" in question:
            raise RuntimeError("nobody foresaw this")
        common = {"question": question, "language": "ru", "values": [], "confidence": 0.9}
        if "обязанности" in question or "ждите" in question:
            first, second = self.cite(1, "2024-09-17_io.txt", ACTING), self.cite(2, "ustav.pdf", ORDER)
            parts = [f"«{ACTING[:-1]}». [1]", f"{ORDER} [2]"]
            for count in (1, 2):
                if count == 2:
                    self.gate.wait(20)
                yield Answer(
                    **{
                        **common,
                        "values": [Value(kind="person", text="Лола Айматова", value="Лола Айматова")],
                    },
                    answer=" ".join(parts[:count]),
                    short_answer="Лола Айматова (в документе: «со вчерашнего дня и до конца года»)",
                    abstained=False,
                    citations=[first, second][:count],
                    question_understood_as=UNDERSTOOD,
                )
        elif "letter" in question:
            quote = "Dear Council, " + HOSTILE
            cited = [self.cite(1, "letter.txt", quote)]
            yield Answer(
                **common, answer=f"{quote} [1]", short_answer=HOSTILE, abstained=False, citations=cited,
                question_understood_as=question,
            )  # fmt: skip
        else:
            yield Answer(**common, answer="В документах архива ответа на этот вопрос нет.", short_answer=None,
                         abstained=True, citations=[], question_understood_as=question)  # fmt: skip

    def check_text(
        self,
        text: str,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        language: str | None = None,
    ) -> Iterator[PlacedVerdict]:
        """Each line is a claim; its first word tells what becomes of it."""
        self.filtered.append(("check", filters))
        if not text.strip():
            raise KengashError("empty-claim")
        if "упади" in text:
            raise RuntimeError("nobody foresaw this")
        lines = [line for line in text.split("\n") if " " in line]
        at = 0
        for done, line in enumerate(lines, 1):
            start = text.index(line, at)
            at = start + len(line)
            if done > 1:
                self.gate.wait(20)
            yield PlacedVerdict(
                start=start, end=at, done=done, total=len(lines), verdict=self._verdict(line, HOSTILE in text)
            )

    def _verdict(self, claim: str, hostile: bool) -> Verdict:
        kind: VerdictKind = {"Председателя": "supported", "Порядок": "refuted"}.get(  # type: ignore[assignment]
            claim.split(maxsplit=1)[0], "not_enough_info"
        )
        cited = [self.cite(1, "2024-09-17_io.txt", ACTING), self.cite(2, "ustav.pdf", ORDER)]
        differences = [Difference(kind="date", claimed="28 ноября", found="27 ноября 2024 года")]
        return Verdict(
            claim=claim,
            verdict=kind,
            confidence=0.8,
            differences=differences if kind == "refuted" else [],
            explanation=HOSTILE if hostile else f"Источник: «{ACTING_TITLE}».",
            citations=cited if kind != "not_enough_info" else [],
        )

    def documents(self, filters: Filters | None = None) -> Sequence[Document]:
        limits = filters or Filters()
        return [
            one
            for one in self.held.values()
            if (not limits.languages or one.language in limits.languages)
            and (not limits.kinds or one.kind in limits.kinds)
            and (not limits.date_from or (one.date or "") >= limits.date_from)
            and (not limits.date_to or ("0" < (one.date or "") <= limits.date_to))
        ]

    def document(self, name: str) -> Document | None:
        return self.held.get(name)

    def text(self, name: str) -> ExtractedText | None:
        return self.texts.get(name)

    def picture(self, name: str, page: int, quote: str) -> PagePicture | None:
        return self.pictures.get(name)

    def suggest(self, answer: Answer) -> Sequence[str]:
        return [] if answer.abstained else ["Кто исполнял обязанности раньше?", "Почему?"]

    def explain(self, text: str) -> Sequence[tuple[int, int, Term]]:
        at = text.find("председателя")
        return [(at, at + len("председателя"), CHAIR)] if at >= 0 else []

    def timeline(self, filters: Filters = Filters()) -> Sequence[Event]:  # noqa: B008 - frozen
        self.filtered.append(("timeline", filters))
        first, second = self.cite(1, "2024-09-17_io.txt", ACTING), self.cite(1, "ustav.pdf", ORDER)
        return [
            Event(date="2021-05-18", precision="day", status="held", title="Принят устав " + HOSTILE,
                  place="Тельмезар", decisions=("принять устав",), citations=(second,)),
            Event(date="2024-09-16", date_end="2024-12-31", precision="day", status="held",
                  title="Лола Айматова исполняет обязанности", citations=(first,)),
            Event(date="2024-11", precision="month", status="planned", title="Ярмарка ремёсел",
                  place="Байсар", organisers=("Совет",), citations=(first,)),
        ]  # fmt: skip

    def glossary(self) -> Sequence[Term]:
        charter = CHAIR.model_copy(
            update={
                "term": "устав",
                "abbreviations": [],
                "names": {"ru": ["устав"], "en": ["charter"], "uz": ["nizom"], "kk": ["жарғы"]},
                "definition": ORDER,
                "citations": [self.cite(1, "ustav.pdf", ORDER)],
            }
        )
        return [CHAIR, charter]

    def brief(self, language: str, filters: Filters = Filters()) -> Brief:  # noqa: B008 - frozen
        self.filtered.append(("brief", filters))
        acting = self.cite(1, "2024-09-17_io.txt", ACTING)
        lines = [
            Line(text=ACTING, citations=[acting]),
            Line(text=ORDER, citations=[self.cite(2, "ustav.pdf", ORDER)]),
        ]
        section = Section(title=Texts.load(language)("tab.newcomer"), lines=lines)
        return Brief(title="Совет " + HOSTILE, language=language, sections=[section])

    def measured(self) -> Measured:
        return shipped()

    def rate(
        self,
        conversation: str,
        question: str,
        answer: Answer,
        good: bool,
        reason: str = "",
        comment: str = "",
    ) -> None:
        self.rated.append((question, good, reason, comment))

    def feedback(self) -> Sequence[Feedback]:
        return self.opinions

    def examples(self, language: str) -> Sequence[str]:
        self.opening.wait(1)
        return {"ru": ["Кто исполнял обязанности председателя?", "Сколько стоила ярмарка?"]}.get(language, [])

    def edit(
        self, name: str, title: str | None = None, date: str | None = None, kind: Kind | None = None
    ) -> None:
        if date == "вчера":
            raise KengashError("bad-date", date=date)
        known = self.held[name]
        self.held[name] = replace(
            known, title=title or known.title, date=date or known.date, kind=kind or known.kind
        )

    def remove(self, name: str) -> None:
        self.gone[name] = self.held.pop(name)

    def restore(self, name: str) -> None:
        self.held[name] = self.gone.pop(name)

    def versions(self, name: str) -> Sequence[Version]:
        return [
            Version(1, self.held[name], "2026-01-03T10:00:00+00:00", "replaced"),
            Version(2, self.held[name]),
        ]

    def ingest(self, files: Sequence[Path], progress: Progress, folder: str = "") -> UploadReport:
        self.folders.append(folder)
        refused = []
        for n, file in enumerate(files, 1):
            progress(n, len(files), file.name)
            if file.suffix == ".txt":
                self.add(
                    document(file.name, file.stem, "2026-01-05", "ru", "report"),
                    text_of(file.read_text("utf-8")),
                )
            else:
                refused.append(RefusedFile(file.name, "unknown-type", {}))
        self.demo = False
        return UploadReport(added=len(files) - len(refused), refused=tuple(refused))

    def forget(self, conversation: str) -> None:
        """Nothing is remembered."""
