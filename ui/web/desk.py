"""The page's service over a real archive; over the sample while there is none."""

import json
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from typing import TypeVar, cast

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.brief import Brief
from assistant.claims.verdict import PlacedVerdict
from assistant.intake import open_ingestion
from assistant.opening import open_archive, open_assistant
from assistant.people import Feedback, People
from assistant.settings import Settings
from assistant.terms.term import Term
from assistant.timeline import Event
from index.catalog import Document
from index.filters import Filters
from index.ingestion import IngestReport
from index.ingestion import Progress as Step
from index.versions import Version
from ingest.document import ExtractedText, Kind
from ingest.errors import KengashError
from ingest.folder import identity
from ui.web.picture import PagePicture, Pictures
from ui.web.quality import Measured, measured
from ui.web.service import Progress, RefusedFile, UploadReport

Made = TypeVar("Made")
UPLOADS = "uploads"
UPLOAD_PATIENCE = 120.0
"""Seconds that an upload waits for whoever else writes: another visitor's upload, as a rule."""
EXAMPLES = 4
READ = 16
"""Timelines, briefs and glossaries kept, whatever the filters and the language."""
SAMPLE_TODAY = "2026-06-01"
"""The sample's questions about "now" are asked on this day."""
NO_FILTERS = Filters()
WARM_UP = "Кто основал Kengash?"
"""Russian and with a name to look for: it loads everything."""
AT_FIRST = 60.0
"""Seconds that what is read in advance waits for visitors who ask already."""


class Desk:
    """Answers, documents and uploads; leaves the sample for the real archive with the first document."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own = open_assistant(settings)
        self._kept: dict[Path, People] = {}
        self._read: dict[tuple[tuple[object, ...], int, int], object] = {}
        self._making = threading.Lock()
        self._pictures = Pictures()
        self._sample: Assistant | None = None
        if not has_documents(self._own):
            self._sample = open_sample(settings)

    @property
    def demo(self) -> bool:
        """Whether the archive shown is the made-up sample."""
        if self._sample is not None and has_documents(self._own):
            self._sample = None
        return self._sample is not None

    @property
    def assistant(self) -> Assistant:
        """The assistant over what is shown."""
        sample = self._sample  # another thread may leave the sample meanwhile
        return sample if self.demo and sample is not None else self._own

    def stream(
        self,
        question: str,
        conversation: str | None = None,
        filters: Filters = NO_FILTERS,
        language: str | None = None,
    ) -> Iterator[Answer]:
        """Growing snapshots of an answer, the last one whole; a question with no answer is kept."""
        answer = None
        for answer in self.assistant.stream(question, conversation, filters, language):
            yield answer
        if answer is not None and answer.abstained and conversation is not None:
            self._people.add_feedback(conversation, question, answer, None)

    def check_text(
        self, text: str, filters: Filters = NO_FILTERS, language: str | None = None
    ) -> Iterator[PlacedVerdict]:
        """The verdicts on a text's claims as they are reached."""
        return self.assistant.check_text(text, filters, language)

    def documents(self, filters: Filters | None = None) -> Sequence[Document]:
        """The archive's documents that the filters let through."""
        return self.assistant.archive.documents(filters)

    def document(self, name: str) -> Document | None:
        """One document; None where there is none of that name."""
        try:
            return self.assistant.archive.document(name)
        except KengashError:
            return None

    def text(self, name: str) -> ExtractedText | None:
        """A document's text; None where there is none."""
        try:
            return self.assistant.archive.text(name)
        except KengashError:
            return None

    def picture(self, name: str, page: int, quote: str) -> PagePicture | None:
        """A page of a pdf as it looks; None where the file is no longer what was read."""
        document = self.document(name)
        if document is None or not name.lower().endswith(".pdf"):
            return None
        path = Path(document.path)
        try:
            now = path.stat()
        except OSError:
            return None
        if (now.st_size, now.st_mtime_ns) != (document.size, document.mtime_ns):
            return None
        return self._pictures.of(path, now.st_mtime_ns, page, quote)

    def suggest(self, answer: Answer) -> Sequence[str]:
        """Questions to ask next."""
        return self.assistant.suggest(answer)

    def explain(self, text: str) -> Sequence[tuple[int, int, Term]]:
        """Known terms in a text."""
        return self.assistant.explain(text)

    def timeline(self, filters: Filters = NO_FILTERS) -> Sequence[Event]:
        """What happened, by date; the filters' dates limit the event's."""
        return self._made(("timeline", filters), lambda: self.assistant.timeline(filters))

    def glossary(self) -> Sequence[Term]:
        """Terms and abbreviations."""
        return self._made(("glossary",), self.assistant.glossary)

    def brief(self, language: str, filters: Filters = NO_FILTERS) -> Brief:
        """What the filters let through of the archive, on one page."""
        return self._made(
            ("brief", language, filters), lambda: self.assistant.brief(filters, language=language)
        )

    def measured(self) -> Measured:
        """The last evaluation of the archive, or the shipped one."""
        return measured(self.assistant.settings.store)

    def _made(self, what: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What is made of the archive, once for each state of it; the last few of each kind are kept."""
        archive = self.assistant.archive
        key = (what, id(archive), archive.generation)
        with self._making:
            made = self._read.pop(key, None) or make()
            current = [one for one in self._read.items() if one[0][1:] == key[1:]]
            self._read = dict([*current[-READ:], (key, made)])
            return cast(Made, made)

    def rate(
        self,
        conversation: str,
        question: str,
        answer: Answer,
        good: bool,
        reason: str = "",
        comment: str = "",
    ) -> None:
        """Keep what a visitor thinks of an answer."""
        self._people.add_feedback(conversation, question, answer, good, reason, comment)

    def feedback(self) -> Sequence[Feedback]:
        """What visitors thought, and what was refused."""
        return self._people.feedback()

    @property
    def _people(self) -> People:
        """Of the archive shown: what is said of fiction stays with it."""
        store = self.assistant.settings.store
        if store not in self._kept:
            self._kept[store] = People(store)
        return self._kept[store]

    def examples(self, language: str) -> Sequence[str]:
        """Questions of the sample in the language of the page; none for an archive of one's own."""
        return sample_questions(language) if self.demo else ()

    def ingest(self, given: Sequence[Path], progress: Progress, folder: str = "") -> UploadReport:
        """Keep uploaded files in the store and take them into the archive."""
        kept = [keep(self._settings.store / UPLOADS / folder, path) for path in given]

        def show(step: Step) -> None:
            if step.stage == "reading" and step.path:
                progress(step.done + 1, step.total, Path(step.path).name)

        with open_ingestion(self._settings) as ingestion:
            return upload_report(ingestion.run(kept, show, wait=UPLOAD_PATIENCE), kept)

    def edit(
        self, name: str, title: str | None = None, date: str | None = None, kind: Kind | None = None
    ) -> None:
        """Put right what is known of a document."""
        with open_archive(self.assistant.settings) as archive:
            archive.edit(name, title=title, date=date, kind=kind)

    def remove(self, name: str) -> None:
        """Take a document out."""
        with open_archive(self.assistant.settings) as archive:
            archive.remove(name)

    def restore(self, name: str) -> None:
        """Bring back a document that was taken out."""
        with open_archive(self.assistant.settings) as archive:
            archive.restore_document(name)

    def versions(self, name: str) -> Sequence[Version]:
        """What a document was and is; none where there is no such document."""
        try:
            return self.assistant.archive.versions(name)
        except KengashError:
            return ()

    def warm_up(self) -> None:
        """Load what a question needs, by asking one that goes nowhere; then read the archive as a whole."""
        with suppress(KengashError):  # whoever asks next is told
            self.assistant.ask(WARM_UP)
            self.assistant.turns.give_way(AT_FIRST)
            self.timeline()
            self.assistant.turns.give_way(AT_FIRST)
            self.brief(self._settings.language)

    def forget(self, conversation: str) -> None:
        """Drop what was said in a conversation."""
        self.assistant.forget(conversation)


def has_documents(assistant: Assistant) -> bool:
    """Whether anything has been taken in, refused files aside."""
    return any(document.status == "indexed" for document in assistant.archive.documents())


def open_sample(settings: Settings) -> Assistant:
    """The sample archive in a store of its own beside the real one."""
    store = settings.store.with_name(f"{settings.store.name}-sample")
    own = settings.model_copy(update={"store": store, "today": settings.today or SAMPLE_TODAY})
    folder = files("eval").joinpath("sample", "archive")
    with as_file(folder) as path, open_ingestion(own) as ingestion:
        ingestion.run([path])
    assistant = open_assistant(own)
    try:
        assistant.search(WARM_UP, 1)
    except KengashError as error:
        if error.code != "other-model":
            raise
        # The shipped model is another since: nobody is asked to mend a demonstration.
        with open_archive(own) as archive:
            archive.reindex()
    return assistant


def sample_questions(language: str) -> list[str]:
    """A few first-turn questions of the sample's tuning half, of different kinds, in one language."""
    lines = files("eval").joinpath("sample", "questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    chosen: dict[str, str] = {}
    for row in rows:
        if row["lang"] == language and row["split"] == "tune" and row["kind"].startswith("lookup"):
            chosen.setdefault(row["kind"], row["question"])
    return list(chosen.values())[:EXAMPLES]


def keep(folder: Path, path: Path) -> Path:
    """A copy of an uploaded file in the store, under its own name."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    passing = folder / f".{secrets.token_hex(8)}"
    shutil.copyfile(path, passing)
    passing.replace(target)  # whole or not at all
    return target


def upload_report(report: IngestReport, kept: Sequence[Path]) -> UploadReport:
    """What the page tells of an ingest of these files; copies among other documents are no news."""
    paths = {str(identity(path)) for path in kept}
    return UploadReport(
        added=report.added,
        replaced=report.replaced,
        unchanged=report.unchanged,
        refused=tuple(
            RefusedFile(Path(refusal.path).name, refusal.reason, refusal.values) for refusal in report.refused
        ),
        duplicates=tuple(
            (Path(copy.path).name, copy.same_as) for copy in report.duplicates if copy.path in paths
        ),
    )
