"""EditorJS documents: what is kept of them when they are saved, and their words for search.

The rules are Saleor's: seven kinds of block, known keys only, inline HTML through an allow-list, addresses of four
schemes. A document that breaks them is refused whole.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import nh3
from django.utils.html import strip_tags

from store.engine.refusals import Refusal

SCHEMES = {"http", "https", "mailto", "tel"}
LIST_STYLES = (None, "ordered", "unordered", "checklist")
MAX_LIST_DEPTH = 10
MAX_META_KEYS = 10
BAD_ADDRESS = "#invalid"

Cleaner = Callable[[Any], Any]


class InvalidRichText(Refusal):
    """The document is not EditorJS as Saleor takes it; Saleor names no field."""

    def __init__(self, message: str = "Invalid EditorJS input") -> None:
        super().__init__(message, code="INVALID")


def clean_rich_text(document: Any) -> dict[str, Any] | None:
    """Return a copy of an EditorJS document that is safe to store; None stays None. Raises InvalidRichText."""
    if document is None:
        return None
    return _document(document)


def words_of(document: Any) -> str:
    """Return the text of a stored document without markup, for search; empty for None."""
    if not isinstance(document, dict):
        return ""
    return " ".join(filter(None, (strip_tags(_words(block.get("data"))) for block in document.get("blocks") or [])))


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(filter(None, map(_words, value)))
    if isinstance(value, dict):
        spoken = (item for key, item in value.items() if key in ("text", "caption", "items", "content"))
        return " ".join(filter(None, map(_words, spoken)))
    return ""


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return nh3.clean(value, url_schemes=SCHEMES, link_rel="noopener noreferrer") if value else value
    raise InvalidRichText


def _number(value: Any) -> int | float | None:
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise InvalidRichText


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise InvalidRichText


def _address(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise InvalidRichText
    if not value:
        return ""
    try:
        scheme = urlsplit(value.strip()).scheme
    except ValueError:
        return BAD_ADDRESS
    return quote(value.strip(), safe=":/?#[]@!$&()*+,;=%~") if scheme in SCHEMES else BAD_ADDRESS


def _meta(value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or len(value) > MAX_META_KEYS:
        raise InvalidRichText
    return {
        _text(key) or "": _text(item) if isinstance(item, str) else _number_or_flag(item) for key, item in value.items()
    }


def _number_or_flag(value: Any) -> int | float | bool | None:
    return value if isinstance(value, bool) else _number(value)


def _style(value: Any) -> str | None:
    if value not in LIST_STYLES:
        raise InvalidRichText
    return value if value is None else str(value)


def _items(value: Any, depth: int = 0) -> list[Any] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise InvalidRichText
    if depth == MAX_LIST_DEPTH:
        raise InvalidRichText("Invalid EditorJS list: maximum nesting level exceeded")

    def nested(items: Any) -> list[Any] | None:
        return _items(items, depth + 1)

    return [
        _fields(item, {"content": _text, "items": nested, "meta": _meta}) if isinstance(item, dict) else _text(item)
        for item in value
    ]


def _cells(value: Any) -> list[list[str | None]] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise InvalidRichText
    return [[_text(cell) for cell in row] for row in value]


def _file(value: Any) -> dict[str, Any] | None:
    return None if value is None else _fields(value, {"url": _address})


ALIGNMENT: dict[str, Cleaner] = {"alignment": _text, "align": _text}
SIZE: dict[str, Cleaner] = {"width": _number, "height": _number}
BLOCKS: dict[str, dict[str, Cleaner]] = {
    "paragraph": {"text": _text, **ALIGNMENT},
    "header": {"text": _text, "level": _number, **ALIGNMENT},
    "list": {"style": _style, "items": _items, "meta": _meta},
    "quote": {"text": _text, "caption": _text, **ALIGNMENT, **SIZE},
    "embed": {"embed": _address, "source": _address, "caption": _text, "service": _text, **SIZE},
    "image": {
        "file": _file,
        "url": _address,
        "caption": _text,
        "withBorder": _flag,
        "withBackground": _flag,
        "stretched": _flag,
        **SIZE,
    },
    "table": {"withHeadings": _flag, "stretched": _flag, "content": _cells},
}


def _fields(value: Any, cleaners: dict[str, Cleaner]) -> dict[str, Any]:
    """Return the known keys of an object, each cleaned; other keys are dropped."""
    if not isinstance(value, dict):
        raise InvalidRichText
    return {key: clean(value[key]) for key, clean in cleaners.items() if key in value}


def _block(value: Any) -> dict[str, Any]:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in BLOCKS:
        raise InvalidRichText
    cleaned = {"type": kind, "data": _fields(value.get("data"), BLOCKS[kind])}
    return {**cleaned, **_fields(value, {"id": _text} | ({"url": _address} if kind == "image" else {}))}


def _blocks(value: Any) -> list[dict[str, Any]] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise InvalidRichText
    return [_block(block) for block in value]


def _document(value: Any) -> dict[str, Any]:
    return _fields(value, {"time": _number, "blocks": _blocks, "version": _text})
