"""EditorJS as plain text and back, so that a text can be edited in a plain box.

Paragraphs are separated by blank lines, `## ` begins a heading (more # for smaller ones), `- ` and `1. ` begin items of
lists. What has no such form (tables, pictures, quotes, nested lists) stands as a mark like `[[table 3]]`; as long as
the mark stays, so does the block.
"""

import re
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from store.engine.actions.rich_text import clean_rich_text
from store.engine.refusals import Refusal
from store.forms import ModelForm

HELP = (
    "Leave a blank line between paragraphs. Begin a line with ## for a heading, with - for an item of a list. "
    "Marks like [[table 3]] stand for parts that cannot be edited here: keep them to keep the part."
)
MARK = re.compile(r"^\[\[\w+ (\d+)\]\]$")
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.DOTALL)
ITEM = re.compile(r"^(?:- |\d+\. )")
ORDERED = re.compile(r"^\d+\. ")


def as_text(document: dict[str, Any] | None) -> str:
    """Return an EditorJS document as text."""
    blocks = (document or {}).get("blocks") or []
    return "\n\n".join(_block_text(block, number) for number, block in enumerate(blocks, start=1))


def _block_text(block: dict[str, Any], number: int) -> str:
    kind, data = block.get("type"), block.get("data") or {}
    text = str(data.get("text") or "").replace("<br>", "\n")
    if kind == "paragraph" and text.strip() and not _misleads(text):
        return text
    if kind == "header" and text.strip() and "\n" not in text:
        return f"{'#' * int(data.get('level') or 2)} {text}"
    items = data.get("items")
    if kind == "list" and items and all(isinstance(item, str) and "\n" not in item for item in items):
        ordered = data.get("style") == "ordered"
        return "\n".join(f"{f'{place}.' if ordered else '-'} {item}" for place, item in enumerate(items, start=1))
    return f"[[{kind} {number}]]"


def _misleads(text: str) -> bool:
    """Tell whether a paragraph would be read back as something else."""
    return "\n\n" in text or bool(HEADING.match(text) or ITEM.match(text) or MARK.match(text))


def as_document(text: str, original: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a text as an EditorJS document; marks bring back blocks of the original. None for no text."""
    blocks = (original or {}).get("blocks") or []
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]
    made = [_block(part, blocks) for part in parts if part.strip()]
    return (
        {**{key: (original or {})[key] for key in ("version",) if original and key in original}, "blocks": made}
        if (made)
        else None
    )


def _block(part: str, originals: list[dict[str, Any]]) -> dict[str, Any]:
    mark = MARK.match(part)
    if mark and 0 < int(mark[1]) <= len(originals):
        return originals[int(mark[1]) - 1]
    heading = HEADING.match(part)
    if heading and "\n" not in part:
        return {"type": "header", "data": {"text": heading[2], "level": len(heading[1])}}
    lines = part.split("\n")
    if all(ITEM.match(line) for line in lines):
        style = "ordered" if all(ORDERED.match(line) for line in lines) else "unordered"
        return {"type": "list", "data": {"style": style, "items": [ITEM.sub("", line) for line in lines]}}
    return {"type": "paragraph", "data": {"text": "<br>".join(lines)}}


class RichTextField(forms.CharField):
    """A box of text whose form turns it into EditorJS (see `RichTextForm`)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}), help_text=HELP, strip=False, **options
        )


class RichTextForm(ModelForm):
    """A form with RichTextFields over JSON columns of the same names; an untouched text changes nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.originals = {
            name: getattr(self.instance, name)
            for name, field in self.fields.items()
            if isinstance(field, RichTextField)
        }
        for name, document in self.originals.items():
            self.initial[name] = as_text(document)

    def clean(self) -> dict[str, Any] | None:
        """Turn texts into documents, by the rules that the API has."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, original in self.originals.items():
            text = str(cleaned.get(name) or "").replace("\r\n", "\n")
            if text == as_text(original):
                cleaned[name] = original
                continue
            try:
                cleaned[name] = clean_rich_text(as_document(text, original))
            except Refusal as refusal:
                self.add_error(name, refusal.message)
        return cleaned
