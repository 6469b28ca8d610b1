"""What the journey in can be told."""

from pydantic import BaseModel, ConfigDict, Field


class IngestSettings(BaseModel):
    """Limits of reading and the measure of passages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passage_words: int = Field(default=100, ge=20, le=1000)
    """Words a passage aims at; whole sentences decide where it ends."""
    passage_overlap: float = Field(default=0.4, ge=0.0, le=0.8)
    """Share of a passage repeated at the start of the next, in whole sentences."""
    max_file_bytes: int = Field(default=64 * 2**20, gt=0)
    """Larger files are refused before they are read."""
    max_unpacked_bytes: int = Field(default=256 * 2**20, gt=0)
    """Limit of what a packed file (docx) may unfold to."""
    max_characters: int = Field(default=8_000_000, gt=0)
    """Limit of the extracted text."""
    max_pages: int = Field(default=5000, gt=0)
    """Limit of the pages of a PDF."""
    ocr: bool = True
    """Whether pages that are pictures are read, where Tesseract is installed."""
    ocr_page_seconds: float = Field(default=60.0, gt=0)
    """Time that reading one such page may take."""
    max_ocr_pages: int = Field(default=1000, ge=0)
    """Such pages that are read of one file; the rest stay without text."""
    max_read_seconds: float = Field(default=180.0, gt=0)
    """Time that reading a file may take, or a page of a scan; a file that takes longer is refused."""
    max_read_bytes: int = Field(default=3 * 2**30, gt=0)
    """Address space of a process that reads files, where the system can limit it."""
