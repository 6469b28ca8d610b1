"""Documents: the table of the archive, and files added to it."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from ui.texts import Texts
from ui.web import documents, uploading
from ui.web.parts import Changes, Shared, Tab, Values, done, field, html
from ui.web.service import visitor_folder
from ui.web.source import opened


class DocumentsTab(Tab):
    """Upload, search, table."""

    name = "documents"

    def __init__(self, shared: Shared, texts: Texts) -> None:
        self.shared = shared
        self.state = gr.State(None)
        self.folder = gr.State("")
        self.shown = gr.State(documents.Shown())
        with gr.Column(elem_id="k-upload"):
            self.upload = gr.UploadButton(
                texts("documents.upload"), file_count="multiple", elem_id="k-upload-button"
            )
            self.hint = html(uploading.hint_html(texts), "k-upload-hint")
        self.progress = html("", "k-upload-progress")
        self.search = field(texts("documents.search"), "k-search", 200)
        self.table = html("", "k-table")

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        return {self.state, self.search, self.shown}

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        return [self.upload, self.hint, self.progress, self.search, self.shown, self.table]

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """The table and the words around it."""
        return {
            self.upload: gr.update(label=texts("documents.upload")),
            self.hint: uploading.hint_html(texts),
            self.progress: uploading.upload_html(values[self.state], texts),
            self.search: gr.update(label=texts("documents.search"), placeholder=texts("documents.search")),
            **self._table(values, values[self.shown], texts),
        }

    def listen(self) -> None:
        """Connect the events; `changed` are those after which the archive is another."""
        hear, shared = self.shared.hear, self.shared
        parts = [self.table, self.shown]
        hear(self.search.change, self.searched, self.held, parts, trigger_mode="always_last")
        uploaded = hear(
            self.upload.upload,
            self.uploaded,
            [self.upload, self.folder],
            [self.progress, self.state, self.folder],
            concurrency_limit=2,
        )
        chosen = hear(
            self.table.select,
            self.selected,
            [*self.held, shared.pane],
            [*parts, shared.toast, *shared.pane_parts],
            trigger_mode="multiple",
        )
        undone = hear(shared.toast.select, self.undone, (), [shared.toast])
        self.changed = (uploaded, chosen, undone)

    def searched(self, values: Values) -> Changes:
        """Letters were typed in the search."""
        return self._table(values, values[self.shown], self.shared.texts(values))

    def uploaded(self, values: Values) -> Iterator[Changes]:
        """Files were chosen or dropped; each visitor's go to a folder of their own."""
        texts, folder = self.shared.texts(values), values[self.folder] or visitor_folder()
        files = [Path(file) for file in values[self.upload] or []]
        for state in uploading.upload(self.shared.service, files, folder):
            shown = uploading.upload_html(state, texts)
            yield {self.progress: shown, self.state: state, self.folder: folder}

    def selected(self, values: Values, event: gr.EventData) -> Changes:
        """A title, a heading or something in an open row was pressed."""
        wanted, texts, service = done(event), self.shared.texts(values), self.shared.service
        shown = values[self.shown]
        match wanted.get("do"):
            case "document":
                return self.shared.shown_pane(opened(values[self.shared.pane], wanted), texts)
            case "edit":
                told = self.shared.told(documents.corrected(service, wanted, texts), texts)
                return told | self._table(values, shown, texts)
            case "remove":
                words, undo = documents.taken_out(service, str(wanted.get("document")), texts)
                closed = documents.Shown(shown.by, shown.down)
                return self.shared.told(words, texts, undo) | self._table(values, closed, texts)
            case _:
                return self._table(values, shown.choose(wanted), texts)

    def undone(self, values: Values, event: gr.EventData) -> Changes:
        """What was taken out is wanted back."""
        wanted, texts = done(event), self.shared.texts(values)
        if wanted.get("do") != "undo":
            return {}
        name = str(wanted.get("document"))
        return self.shared.told(documents.brought_back(self.shared.service, name, texts), texts)

    def _table(self, values: Values, shown: documents.Shown, texts: Texts) -> Changes:
        service = self.shared.service
        versions = service.versions(shown.managed) if shown.managed else ()
        table = documents.documents_html(service.documents(), values[self.search], texts, shown, versions)
        return {self.table: table, self.shown: shown}
