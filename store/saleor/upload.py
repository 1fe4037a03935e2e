"""A file on its way to Saleor."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """A file to send: its name, its bytes and their media type, such as `image/webp`."""

    name: str
    content: bytes
    content_type: str
