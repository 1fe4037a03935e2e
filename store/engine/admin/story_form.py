"""What pages tell beside name, text and facts, kept in metadata as Saleor keeps such things, edited as fields.

Each key is of a kind: `text`; `lines`, a JSON list of texts; `yes-no`, the word true or false; `products`, a JSON list
of slugs; `lessons`, a JSON list of parts of a course, each with title, lessons and minutes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSelect2MultipleWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from store.engine.admin.facts_form import YES_NO
from store.engine.models import Product
from store.forms import ModelForm


@dataclass(frozen=True)
class Told:
    """A key of the metadata, what it is called, and the product types that have it (all when none are named)."""

    key: str
    label: str
    kind: str
    types: tuple[str, ...] = ()
    help_text: str = ""

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"told_{self.key}"


OF_PRODUCTS = (
    Told("outcomes", "What one learns", "lines", ("course", "course-bundle"), "One line for each."),
    Told(
        "syllabus",
        "Parts of the course",
        "lessons",
        ("course",),
        "One line for each: title | lessons | minutes, such as “Masseter | 3 | 42”.",
    ),
    Told("includes", "Courses included", "products", ("course", "course-bundle", "bundle", "membership")),
    Told("components", "Contents", "lines", ("bundle", "course-bundle"), "The SKU of each part, one per line."),
    Told("in_membership", "Part of the campus membership", "yes-no", ("course",)),
    Told("related", "Goes well with", "products"),
)
OF_PAGES = (
    Told("summary", "Summary", "text", (), "Stands under the title and on cards."),
    Told("byline", "Written by", "text"),
    Told("picture", "Picture's address", "text"),
    Told("picture_alt", "What the picture shows", "text"),
    Told("related_products", "Related products", "products"),
)


def told_fields(all_told: Iterable[Told]) -> dict[str, Any]:
    """Return what a StoryForm of these keys declares."""
    shown = list(all_told)
    return {"told": shown, **{told.name: _field(told) for told in shown}}


def _field(told: Told) -> forms.Field:
    common: dict[str, Any] = {"label": told.label, "required": False, "help_text": told.help_text}
    if told.kind == "yes-no":
        return forms.ChoiceField(choices=YES_NO, widget=UnfoldAdminSelectWidget(), **common)
    if told.kind == "products":
        return forms.MultipleChoiceField(choices=_products, widget=UnfoldAdminSelect2MultipleWidget(), **common)
    rows = 2 if told.kind == "text" else 6
    return forms.CharField(widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}), **common)


def _products() -> list[tuple[str, str]]:
    return list(Product.objects.order_by("name").values_list("slug", "name"))


class StoryForm(ModelForm):
    """A form that edits some keys of its instance's metadata; the others, and what was not touched, stay."""

    told: list[Told] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for told in self.told:
            self.initial[told.name] = _shown(told, self.instance.metadata.get(told.key))

    def clean(self) -> dict[str, Any] | None:
        """Write what was changed into the metadata."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        metadata = dict(self.instance.metadata)
        for told in self.told:
            if told.name not in self.changed_data or told.name not in cleaned:
                continue
            try:
                written = _written(told, cleaned[told.name])
            except ValidationError as error:
                self.add_error(told.name, error)
                continue
            if written:
                metadata[told.key] = written
            else:
                metadata.pop(told.key, None)
        self.instance.metadata = metadata
        return cleaned


def _shown(told: Told, written: str | None) -> Any:
    if told.kind == "text":
        return written or ""
    if told.kind == "yes-no":
        return {"true": "yes", "false": "no"}.get(written or "", "")
    try:
        found = json.loads(written or "[]")
    except ValueError:
        found = []
    rows = found if isinstance(found, list) else []
    if told.kind == "products":
        return [str(row) for row in rows]
    if told.kind == "lessons":
        return "\n".join(
            f"{row.get('title', '')} | {row.get('lessons') or 0} | {row.get('minutes') or 0}"
            for row in rows
            if isinstance(row, dict)
        )
    return "\n".join(str(row) for row in rows)


def _written(told: Told, given: Any) -> str:
    if told.kind == "yes-no":
        return {"yes": "true", "no": "false"}.get(given, "")
    if told.kind == "text":
        return str(given).replace("\r\n", "\n").strip()
    rows: list[Any] = given if told.kind == "products" else [line for line in given.splitlines() if line.strip()]
    if told.kind == "lessons":
        rows = [_lesson(line) for line in rows]
    elif told.kind == "lines":
        rows = [line.strip() for line in rows]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _lesson(line: str) -> dict[str, Any]:
    title, *counts = (part.strip() for part in line.rsplit("|", 2))
    if len(counts) != 2 or not title or not all(count.isdecimal() for count in counts):
        raise ValidationError(f"Write “title | lessons | minutes”; this line is different: {line}")
    return {"title": title, "lessons": int(counts[0]), "minutes": int(counts[1])}
