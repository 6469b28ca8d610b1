"""The catalogue's tables as they are after the last migration."""

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table

_schema = MetaData()


def _text(name: str, *, empty: bool = False) -> Column[str]:
    return Column(name, String, nullable=empty)


def _number(name: str, *, empty: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=empty)


def _of_document(*, key: bool = False) -> Column[int]:
    return Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=key, nullable=False)


state = Table("state", _schema, Column("key", String, primary_key=True), _text("value"))
"""`generation`, which folders hold the vectors and the words, which model wrote the vectors, and the like."""

folders = Table("folders", _schema, Column("path", String, primary_key=True), _text("last_ingested"))

documents = Table(
    "documents",
    _schema,
    Column("id", Integer, primary_key=True),
    _text("name"),
    _text("root", empty=True),
    _text("path"),
    _text("sha256"),
    _number("size"),
    _number("mtime_ns"),
    _text("title"),
    _text("date", empty=True),
    _text("first_day", empty=True),
    _text("last_day", empty=True),
    _text("date_source", empty=True),
    _text("language"),
    _text("kind"),
    _text("access"),
    _number("pages", empty=True),
    _number("passages"),
    _text("status"),
    _text("reason", empty=True),
    Column("reason_values", JSON, nullable=False),
    _text("added_at"),
    _number("ocr_confidence", empty=True),
)

corrections = Table(
    "corrections",
    _schema,
    _of_document(key=True),
    _text("title", empty=True),
    _text("date", empty=True),
    _text("kind", empty=True),
    _text("access", empty=True),
)
"""What users have put right, apart from what was read, so that reading a file again does not lose it."""

copies = Table(
    "copies",
    _schema,
    Column("path", String, primary_key=True),
    _text("name"),
    _text("root", empty=True),
    _text("sha256"),
    _number("size"),
    _number("mtime_ns"),
    _of_document(),
)

texts = Table(
    "texts",
    _schema,
    _of_document(key=True),
    _text("text"),
    Column("blocks", JSON, nullable=False),
    Column("pages", JSON, nullable=False),
    Column("properties", JSON, nullable=False),
)

passages = Table(
    "passages",
    _schema,
    Column("id", String, primary_key=True),
    _of_document(),
    _number("position"),
    _number("start"),
    _number("end"),
    _number("page", empty=True),
    _text("text"),
    Column("metadata", JSON, nullable=False),
)

versions = Table(
    "versions",
    _schema,
    Column("id", Integer, primary_key=True),
    _text("name"),
    _text("ended"),
    _text("ended_at"),
    Column("fields", JSON, nullable=False),
    Column("correction", JSON, nullable=False),
    Column("passages", JSON, nullable=False),
    _text("text"),
    Column("blocks", JSON, nullable=False),
    Column("pages", JSON, nullable=False),
    Column("properties", JSON, nullable=False),
)
"""What documents were before they were replaced or taken out, under the last name; oldest first by id."""

taken_out = Table(
    "taken_out",
    _schema,
    Column("path", String, primary_key=True),
    _text("sha256"),
    _number("size"),
    _number("mtime_ns"),
)
"""Files of documents that a user took out: they stay out of the archive while they are the same."""

surveys = Table("surveys", _schema, _of_document(key=True), _text("basis"))
"""Which documents were looked through for what they tell, and what that rests on beside the text."""

findings = Table(
    "findings",
    _schema,
    _of_document(key=True),
    Column("position", Integer, primary_key=True),
    _text("kind"),
    Column("data", JSON, nullable=False),
)
"""What documents tell: `event`, `role`, `body`, `decision`, `agenda`, `number`, in reading order each."""

sketches = Table(
    "sketches",
    _schema,
    _of_document(key=True),
    Column("sketch", LargeBinary, nullable=False),
)
"""Of documents that were compared with the others; empty for texts too short to tell."""

near_copies = Table(
    "near_copies",
    _schema,
    _of_document(key=True),
    Column("other", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, nullable=False),
    Column("share", Float, nullable=False),
    Column("differences", JSON, nullable=False),
)
"""Pairs, the document that was taken in first first, with the places at which they tell otherwise."""
