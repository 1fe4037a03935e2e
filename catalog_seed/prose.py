"""Markdown to EditorJS, the rich text that Saleor stores; and comparing what it stored with what was sent."""

import html
import json
import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable("table")
REL = re.compile(r' rel="[^"]*"')  # Saleor adds it to links


def rich_text(markdown: str) -> str:
    """Return EditorJS JSON of paragraphs, headers, lists, quotes and tables."""
    return json.dumps({"blocks": _blocks(MARKDOWN.parse(markdown))}, ensure_ascii=False)


def same_text(stored: str | None, wanted: str) -> bool:
    """Tell whether stored rich text says what was wanted, apart from what Saleor adds by itself."""
    return _said(stored) == _said(wanted)


def _said(text: str | None) -> list[tuple[Any, Any]]:
    blocks = json.loads(text or "{}").get("blocks", [])
    return [(block.get("type"), _without_rel(block.get("data"))) for block in blocks]


def _without_rel(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_rel(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_rel(item) for item in value]
    return REL.sub("", value) if isinstance(value, str) else value


def _blocks(tokens: list[Token]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        end = _end(tokens, position)
        inside = tokens[position + 1 : end]
        match token.type:
            case "heading_open":
                blocks.append({"type": "header", "data": {"text": _inline(inside), "level": int(token.tag[1])}})
            case "paragraph_open":
                blocks.append({"type": "paragraph", "data": {"text": _inline(inside)}})
            case "blockquote_open":
                text = " ".join(_inline([t]) for t in inside if t.type == "inline")
                blocks.append({"type": "quote", "data": {"text": text, "caption": "", "alignment": "left"}})
            case "bullet_list_open" | "ordered_list_open":
                style = "ordered" if token.type.startswith("ordered") else "unordered"
                blocks.append({"type": "list", "data": {"style": style, "items": _items(inside)}})
            case "table_open":
                rows = [row for row in _rows(inside) if row]
                blocks.append({"type": "table", "data": {"withHeadings": True, "content": rows}})
        position = end + 1
    return blocks


def _end(tokens: list[Token], start: int) -> int:
    """Return where what opens at `start` closes."""
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def _items(tokens: list[Token]) -> list[str]:
    items, position = [], 0
    while position < len(tokens):
        end = _end(tokens, position)
        items.append(" ".join(_inline([t]) for t in tokens[position:end] if t.type == "inline"))
        position = end + 1
    return items


def _rows(tokens: list[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline([token]))
    return rows


def _inline(tokens: list[Token]) -> str:
    """Return a line's text as the little HTML that EditorJS knows."""
    parts = []
    for token in (child for outer in tokens for child in (outer.children or [])):
        match token.type:
            case "text" | "code_inline":
                parts.append(html.escape(token.content, quote=False))
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "strong_open" | "strong_close":
                parts.append("<b>" if token.nesting > 0 else "</b>")
            case "em_open" | "em_close":
                parts.append("<i>" if token.nesting > 0 else "</i>")
            case "link_open":
                parts.append(f'<a href="{html.escape(str(token.attrs["href"]))}">')
            case "link_close":
                parts.append("</a>")
    return "".join(parts)
