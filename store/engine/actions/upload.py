"""Uploads: what is taken, and under which name it is stored."""

import hashlib
from pathlib import PurePosixPath
from typing import Any, Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import slugify
from PIL import Image, UnidentifiedImageError

from store.engine.refusals import Refusal

SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif", "GIF": ".gif", "TIFF": ".tiff"}
MAX_BYTES = 20 * 1024 * 1024
MAX_STEM = 55  # letters of the original name that are kept
DOCUMENTS = {".pdf", ".txt", ".csv", ".zip", ".mp4", ".webm", ".mp3", ".docx", ".xlsx"}


class File(Protocol):
    """A file of a multipart request (`name`, `read()`), or one in memory (`name`, `content`)."""

    @property
    def name(self) -> str | None:
        """What its sender calls it."""


def store_picture(file: File, *, folder: str, field: str) -> str:
    """Store an uploaded picture and return its storage name; raises Refusal INVALID on `field` for anything else."""
    content = _content(file, field)
    fake = ContentFile(content)
    try:
        with Image.open(fake) as picture:
            kind = picture.format or ""
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal("Invalid file type.", code="INVALID", field=field) from error
    if kind not in SUFFIXES:
        raise Refusal("Invalid file type.", code="INVALID", field=field)
    return _store(content, folder, file.name or "", SUFFIXES[kind])


def store_document(file: File, *, folder: str, field: str) -> str:
    """Store an uploaded file and return its storage name; raises Refusal for a kind that is not taken."""
    suffix = PurePosixPath(file.name or "").suffix.lower()
    if suffix in (".jpeg", *SUFFIXES.values()):
        return store_picture(file, folder=folder, field=field)
    if suffix not in DOCUMENTS:
        raise Refusal(
            "Invalid file extension. This type of file is not supported.", code="UNSUPPORTED_MIME_TYPE", field=field
        )
    return _store(_content(file, field), folder, file.name or "", suffix)


def _content(file: Any, field: str) -> bytes:
    content = file.content if hasattr(file, "content") else file.read(MAX_BYTES + 1)
    if not isinstance(content, bytes) or len(content) > MAX_BYTES:
        raise Refusal("The file is too large.", code="FILE_SIZE_LIMIT_EXCEEDED", field=field)
    return content


def _store(content: bytes, folder: str, name: str, suffix: str) -> str:
    """Store content under a name with its hash, so that one name always means one content."""
    stem = slugify(PurePosixPath(name).stem)[:MAX_STEM] or "file"
    stored = f"{folder}/{stem}_{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
    return stored if default_storage.exists(stored) else default_storage.save(stored, ContentFile(content))
