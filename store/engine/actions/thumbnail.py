"""Thumbnails: made when first asked for, then kept beside the originals."""

from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

SIZES = (32, 64, 128, 256, 512, 1024, 2048, 4096)  # pixels of the longer side
DEFAULT_SIZE = 4096
QUALITY = 75
PILLOW_FORMATS = {"webp": "WEBP", "avif": "AVIF"}
MAX_PIXELS = 64_000_000  # a larger original would take more memory than it is worth


class NotAPicture(Exception):  # noqa: N818 - an answer, not a fault
    """The file cannot be read as a picture."""


def nearest_size(size: int) -> int:
    """Return the size that is made for a wanted one."""
    return min(SIZES, key=lambda offered: abs(offered - size))


def thumbnail_of(file_name: str, *, size: int, format: str = "") -> str:  # noqa: A002 - Saleor's word
    """Return the storage name of a thumbnail of a stored picture, made now if it is not there yet.

    The name follows from the original's name, which is never used twice, so a thumbnail never goes stale. Raises
    NotAPicture for what Pillow cannot read.
    """
    original = PurePosixPath(file_name)
    suffix = f".{format}" if format else original.suffix
    name = str(PurePosixPath("thumbnails") / original.parent / f"{original.stem}_{size}{suffix}")
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(_draw(file_name, size, format)))
    return name


def _draw(file_name: str, size: int, format_name: str) -> bytes:
    try:
        with default_storage.open(file_name) as file, Image.open(file) as original:
            if original.width * original.height > MAX_PIXELS:
                raise NotAPicture(file_name)
            pillow_format = PILLOW_FORMATS.get(format_name, original.format or "PNG")
            picture = ImageOps.exif_transpose(original)
            picture.thumbnail((size, size), Image.Resampling.LANCZOS)
            if pillow_format == "JPEG" and picture.mode != "RGB":
                picture = picture.convert("RGB")
            elif picture.mode not in ("RGB", "RGBA", "L"):
                picture = picture.convert("RGBA")
            out = BytesIO()
            picture.save(out, pillow_format, quality=QUALITY)
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture(file_name) from error
    return out.getvalue()
