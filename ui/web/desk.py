"""The page's service over a real archive; over the sample while there is none."""

import json
import shutil
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.claims.verdict import PlacedVerdict
from assistant.intake import open_ingestion
from assistant.opening import open_assistant
from assistant.settings import Settings
from index.catalog import Document
from index.filters import Filters
from index.ingestion import IngestReport
from index.ingestion import Progress as Step
from ingest.document import ExtractedText
from ingest.errors import KengashError
from ui.web.service import Progress, RefusedFile, UploadReport

UPLOADS = "uploads"
EXAMPLES = 4
SAMPLE_TODAY = "2026-06-01"
"""The sample's questions about "now" are asked on this day."""
NO_FILTERS = Filters()
WARM_UP = "Кто основал Kengash?"
"""Russian and with a name to look for: it loads everything."""


class Desk:
    """Answers, documents and uploads; leaves the sample for the real archive with the first document."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own = open_assistant(settings)
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
        return self._sample if self.demo and self._sample is not None else self._own

    def stream(
        self,
        question: str,
        conversation: str | None = None,
        filters: Filters = NO_FILTERS,
        language: str | None = None,
    ) -> Iterator[Answer]:
        """Growing snapshots of an answer, the last one whole."""
        return self.assistant.stream(question, conversation, filters, language)

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

    def examples(self, language: str) -> Sequence[str]:
        """Questions of the sample in the language of the page; none for an archive of one's own."""
        return sample_questions(language) if self.demo else ()

    def ingest(self, given: Sequence[Path], progress: Progress) -> UploadReport:
        """Keep uploaded files in the store and take them into the archive."""
        kept = [keep(self._settings.store / UPLOADS, path) for path in given]

        def show(step: Step) -> None:
            if step.stage == "reading" and step.path:
                progress(step.done + 1, step.total, Path(step.path).name)

        with open_ingestion(self._settings) as ingestion:
            return upload_report(ingestion.run(kept, show))

    def warm_up(self) -> None:
        """Load what a question needs, by asking one that goes nowhere."""
        self.assistant.ask(WARM_UP)

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
    with as_file(files("eval").joinpath("sample", "archive")) as folder, open_ingestion(own) as ingestion:
        ingestion.run([folder])
    return open_assistant(own)


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
    shutil.copyfile(path, target)
    return target


def upload_report(report: IngestReport) -> UploadReport:
    """What the page tells of an ingest."""
    return UploadReport(
        added=report.added,
        replaced=report.replaced,
        unchanged=report.unchanged,
        refused=tuple(
            RefusedFile(Path(refusal.path).name, refusal.reason, refusal.values) for refusal in report.refused
        ),
        duplicates=tuple((Path(copy.path).name, copy.same_as) for copy in report.duplicates),
    )
