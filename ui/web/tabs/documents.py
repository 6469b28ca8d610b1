"""Documents: the table of the archive, and files added to it."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from ui.texts import Texts
from ui.web import documents
from ui.web.parts import Changes, Shared, Values, done, field, html
from ui.web.source import opened


class DocumentsTab:
    """Upload, search, table."""

    name = "documents"

    def __init__(self, shared: Shared, texts: Texts) -> None:
        self.shared = shared
        self.state = gr.State(None)
        with gr.Column(elem_id="k-upload"):
            self.upload = gr.UploadButton(
                texts("documents.upload"), file_count="multiple", elem_id="k-upload-button"
            )
            self.hint = html(documents.hint_html(texts), "k-upload-hint")
        self.progress = html("", "k-upload-progress")
        self.search = field(texts("documents.search"), "k-search", 200)
        self.table = html("", "k-table")

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        return {self.state, self.search}

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        return [self.upload, self.hint, self.progress, self.search, self.table]

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """The table and the words around it."""
        return {
            self.upload: gr.update(label=texts("documents.upload")),
            self.hint: documents.hint_html(texts),
            self.progress: documents.upload_html(values[self.state], texts),
            self.search: gr.update(label=texts("documents.search"), placeholder=texts("documents.search")),
            self.table: self._table(values, texts),
        }

    def listen(self) -> None:
        """Connect the events."""
        hear, shared = self.shared.hear, self.shared
        hear(self.search.input, self.searched, self.held, [self.table], trigger_mode="always_last")
        self.uploading = hear(
            self.upload.upload,
            self.uploaded,
            [self.upload],
            [self.progress, self.state],
            concurrency_limit=2,
        )
        hear(
            self.table.select,
            self.selected,
            [*self.held, shared.pane],
            shared.pane_parts,
            trigger_mode="multiple",
        )

    def searched(self, values: Values) -> Changes:
        """Letters were typed in the search."""
        return {self.table: self._table(values, self.shared.texts(values))}

    def uploaded(self, values: Values) -> Iterator[Changes]:
        """Files were chosen or dropped."""
        texts = self.shared.texts(values)
        for state in documents.upload(
            self.shared.service, [Path(file) for file in values[self.upload] or []]
        ):
            yield {self.progress: documents.upload_html(state, texts), self.state: state}

    def selected(self, values: Values, event: gr.EventData) -> Changes:
        """A title was pressed."""
        return self.shared.shown_pane(
            opened(values[self.shared.pane], done(event)), self.shared.texts(values)
        )

    def _table(self, values: Values, texts: Texts) -> str:
        return documents.documents_html(self.shared.service.documents(), values[self.search], texts)
