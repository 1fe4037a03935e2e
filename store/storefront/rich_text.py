"""EditorJS as safe HTML: our own tags around text that an allow-list has cleaned."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import nh3
from django.template.defaultfilters import slugify
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

INLINE_TAGS = {"a", "b", "strong", "i", "em", "u", "s", "mark", "code", "sub", "sup", "br"}
KEY_FACTS = "key facts"  # this heading and the list below it become a box


@dataclass
class Section:
    """A heading and what stands below it, up to the next heading of its rank or a higher one."""

    title: str
    level: int
    blocks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The section's id in a page."""
        return slugify(self.title) or "section"

    @property
    def html(self) -> SafeString:
        """The section's content without its heading."""
        return render_blocks(self.blocks)

    @property
    def parts(self) -> list["Section"]:
        """The sections inside, such as the questions of a group."""
        return split(self.blocks, self.level + 1)[1]

    @property
    def opening(self) -> SafeString:
        """What stands above the first section inside."""
        return render_blocks(split(self.blocks, self.level + 1)[0])


def blocks_of(content: str | None) -> list[dict[str, Any]]:
    """Return the blocks of an EditorJS document, an empty list for anything else."""
    try:
        document = json.loads(content or "{}")
    except ValueError:
        return []
    blocks = document.get("blocks", []) if isinstance(document, dict) else []
    return [block for block in blocks if isinstance(block, dict) and isinstance(block.get("data"), dict)]


def render(content: str | None) -> SafeString:
    """Return an EditorJS document as HTML that is safe to put into a page."""
    return render_blocks(blocks_of(content))


def plain(content: str | None, *, limit: int = 300) -> str:
    """Return the words of a document's paragraphs, at most `limit` characters, cut between words."""
    paragraphs = [block["data"].get("text") for block in blocks_of(content) if block.get("type") == "paragraph"]
    words = unescape(" ".join(strip_tags(_inline(text)) for text in paragraphs)).replace("\xa0", " ")
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def sections(content: str | None, *, level: int = 2) -> list[Section]:
    """Return the sections of a document whose headings have this level."""
    return split(blocks_of(content), level)[1]


def split(blocks: list[dict[str, Any]], level: int) -> tuple[list[dict[str, Any]], list[Section]]:
    """Split blocks into what comes before the first heading of a level and its sections."""
    before: list[dict[str, Any]] = []
    found: list[Section] = []
    for block in blocks:
        if block.get("type") == "header" and _level(block) <= level:
            found.append(Section(strip_tags(str(block["data"].get("text", ""))), level))
        elif found:
            found[-1].blocks.append(block)
        else:
            before.append(block)
    return before, found


def render_blocks(blocks: list[dict[str, Any]]) -> SafeString:
    """Return blocks as HTML; a kind of block that we do not know is left out."""
    return mark_safe("".join(_rendered(blocks)))  # noqa: S308 - made of format_html and cleaned text


def _rendered(blocks: list[dict[str, Any]]) -> Iterator[SafeString]:
    boxed = False
    for number, block in enumerate(blocks):
        if boxed:
            boxed = False
            continue
        following = blocks[number + 1] if number + 1 < len(blocks) else {}
        if _is_key_facts(block) and following.get("type") == "list":
            boxed = True
            yield format_html(
                '<aside class="key-facts" aria-label="Key facts"><h2 id="key-facts">{}</h2>{}</aside>',
                _inline(block["data"].get("text")),
                _list(following["data"]),
            )
        else:
            yield _block(str(block.get("type", "")), block["data"])


def _is_key_facts(block: dict[str, Any]) -> bool:
    return block.get("type") == "header" and str(block["data"].get("text", "")).strip().lower() == KEY_FACTS


def _block(kind: str, data: dict[str, Any]) -> SafeString:
    if kind == "paragraph":
        return format_html("<p>{}</p>", _inline(data.get("text")))
    if kind == "header":
        tag = f"h{min(max(_number(data.get('level'), 2), 2), 4)}"
        text = _inline(data.get("text"))
        return format_html('<{} id="{}">{}</{}>', tag, slugify(strip_tags(text)), text, tag)
    if kind == "list":
        return _list(data)
    if kind == "quote":
        caption = _inline(data.get("caption"))
        return format_html(
            "<blockquote><p>{}</p>{}</blockquote>",
            _inline(data.get("text")),
            format_html("<footer>{}</footer>", caption) if caption else "",
        )
    if kind == "table":
        return _table(data)
    if kind == "image":
        return _image(data)
    return mark_safe("<hr>" if kind == "delimiter" else "")  # noqa: S308 - a constant


def _list(data: dict[str, Any]) -> SafeString:
    tag = "ol" if data.get("style") == "ordered" else "ul"
    rows: list[SafeString] = []
    for item in data.get("items") or []:
        inner: Any = item
        nested = SafeString("")
        if isinstance(item, dict):  # the nested list of EditorJS 2
            inner = item.get("content", "")
            nested = _list({**data, "items": item["items"]}) if item.get("items") else nested
        rows.append(format_html("<li>{}{}</li>", _inline(inner), nested))
    return format_html("<{}>{}</{}>", tag, mark_safe("".join(rows)), tag)  # noqa: S308 - made above


def _table(data: dict[str, Any]) -> SafeString:
    rows = [row for row in data.get("content") or [] if isinstance(row, list)]
    made: list[SafeString] = []
    for number, row in enumerate(rows):
        tag = "th" if number == 0 and data.get("withHeadings") else "td"
        cells = "".join(format_html("<{}>{}</{}>", tag, _inline(cell), tag) for cell in row)
        made.append(format_html("<tr>{}</tr>", mark_safe(cells)))  # noqa: S308 - made above
    return format_html('<div class="table-scroll"><table>{}</table></div>', mark_safe("".join(made)))  # noqa: S308


def _image(data: dict[str, Any]) -> SafeString:
    file = data.get("file") if isinstance(data.get("file"), dict) else {}
    url = str((file or {}).get("url") or data.get("url") or "")
    if not url.startswith(("/", "https://")):
        return SafeString("")
    caption = _inline(data.get("caption"))
    alt = strip_tags(str(data.get("alt") or caption))
    return format_html(
        '<figure><img src="{}" alt="{}" loading="lazy">{}</figure>',
        url,
        alt,
        format_html("<figcaption>{}</figcaption>", caption) if caption else "",
    )


def _inline(text: Any) -> SafeString:
    cleaned = nh3.clean(
        str(text or ""),
        tags=INLINE_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(cleaned)  # noqa: S308 - the allow-list has cleaned it


def _level(block: dict[str, Any]) -> int:
    return _number(block["data"].get("level"), 2)


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
