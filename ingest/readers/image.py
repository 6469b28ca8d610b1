"""Pictures of pages: photographs, faxes, scans that nobody has made a PDF of."""

import io

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest import ocr
from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader
from ingest.readers.pages import build_pages
from ingest.readers.pdf_layout import paragraphs
from ingest.readers.scan import MOST_PIXELS, letters_of, read_scans

SHORT_SIDE = 2000
"""Pixels under which a picture is enlarged: letters under 20 pixels are read badly."""
ENLARGED = 3.0
"""As much as it helps."""


class ImageReader(FormatReader):
    """PNG, JPEG and TIFF, by Tesseract; each frame of a TIFF is a page."""

    def extract(self, data: bytes) -> ExtractedText:
        """Text of the picture; refused as `no-text-layer` where there is none or nothing to read it."""
        try:
            with Image.open(io.BytesIO(data)) as image:
                count = getattr(image, "n_frames", 1)
                if count > self.settings.max_pages:
                    raise Refusal("too-large", limit=self.settings.max_pages, unit="pages")
                if image.width * image.height > 4 * MOST_PIXELS:
                    raise Refusal("too-large", limit=4 * MOST_PIXELS, unit="pixels")
                frames = ImageSequence.Iterator(image)
                scans = read_scans(range(count), lambda number: _picture(frames[number]), self.settings)
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise Refusal("corrupt", format="image") from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise Refusal("truncated" if "truncated" in str(error) else "corrupt", format="image") from error
        if sum(map(letters_of, scans.pages.values())) < 10:
            raise Refusal("no-text-layer", pages=count)
        return build_pages(self.builder(), paragraphs(list(scans.pages.values())), count, scans.properties)


def _picture(frame: Image.Image) -> ocr.Picture:
    """A frame upright, in grey, white where it is transparent, and large enough."""
    upright = ImageOps.exif_transpose(frame)
    if upright.has_transparency_data:
        clear = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    grey = upright.convert("L")
    scale = min(ENLARGED, SHORT_SIDE / max(min(grey.size), 1))
    if scale > 1.2:
        grey = grey.resize((round(grey.width * scale), round(grey.height * scale)))
    elif grey.width * grey.height > MOST_PIXELS:
        grey.thumbnail((7000, 7000))
    return ocr.Picture(grey.width, grey.height, grey.tobytes())
