"""A product's facts as fields: one per attribute of its type, fitting what the attribute holds."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
)

from store.engine.actions.facts import Choice, Fact
from store.engine.actions.rich_text import clean_rich_text
from store.engine.admin.rich_text import HELP, RichTextForm, as_document, as_text
from store.engine.models import Attribute, AttributeValue
from store.engine.refusals import Refusal

TYPED = {"data-tags": "true"}  # select2 then takes what is typed as a new choice
ONE_OF = ("DROPDOWN", "SWATCH")
EDITABLE = (*ONE_OF, "MULTISELECT", "BOOLEAN", "NUMERIC", "PLAIN_TEXT", "RICH_TEXT", "DATE", "DATE_TIME")
YES_NO = (("", "Not said"), ("yes", "Yes"), ("no", "No"))
MAX_CHOICE = 250  # letters


def field_name(attribute: Attribute) -> str:
    """Return the name of the field that holds the attribute's value."""
    return f"fact_{attribute.pk}"


class ChoiceByName(forms.ChoiceField):
    """One choice by its name; a new name becomes a new choice."""

    def valid_value(self, value: Any) -> bool:
        """Take every name that the column can hold."""
        return len(str(value)) <= MAX_CHOICE


class ChoicesByName(forms.MultipleChoiceField):
    """Several choices by name; new names become new choices."""

    def valid_value(self, value: Any) -> bool:
        """Take every name that the column can hold."""
        return len(str(value)) <= MAX_CHOICE


def fact_field(attribute: Attribute, choices: Iterable[AttributeValue]) -> forms.Field:
    """Return the field for an attribute's value."""
    names = [(choice.name, choice.name) for choice in choices]
    common: dict[str, Any] = {"label": attribute.name, "required": attribute.value_required}
    help_text = attribute.unit.replace("_", " ").lower()
    match attribute.input_type:
        case "DROPDOWN" | "SWATCH":
            widget = UnfoldAdminSelect2Widget(attrs={**TYPED, "data-placeholder": "Not said"})
            return ChoiceByName(choices=[("", "Not said"), *names], widget=widget, **common)
        case "MULTISELECT":
            return ChoicesByName(choices=names, widget=UnfoldAdminSelect2MultipleWidget(attrs=TYPED), **common)
        case "BOOLEAN":
            return forms.ChoiceField(choices=YES_NO, widget=UnfoldAdminSelectWidget(), **common)
        case "NUMERIC":
            return forms.FloatField(widget=UnfoldAdminDecimalFieldWidget(), help_text=help_text, **common)
        case "DATE":
            return forms.DateField(widget=UnfoldAdminSingleDateWidget(), **common)
        case "DATE_TIME":
            return forms.SplitDateTimeField(widget=UnfoldAdminSplitDateTimeWidget(), **common)
        case "RICH_TEXT":
            return forms.CharField(widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}), help_text=HELP, **common)
        case _:
            return forms.CharField(widget=UnfoldAdminTextareaWidget(attrs={"rows": 1}), **common)


def fact_fields(attributes: Iterable[Attribute]) -> dict[str, Any]:
    """Return what a FactsForm of these attributes declares; their values are to be prefetched."""
    editable = [attribute for attribute in attributes if attribute.input_type in EDITABLE]
    fields = {}
    for attribute in editable:
        shared = attribute.values.all() if attribute.input_type in (*ONE_OF, "MULTISELECT") else ()
        fields[field_name(attribute)] = fact_field(attribute, shared)
    return {"attributes": editable, **fields}


class FactsForm(RichTextForm):
    """A form with the facts of its instance; facts that were not touched stay as they are."""

    attributes: list[Attribute] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.had: dict[int, list[AttributeValue]] = {}
        if self.instance.pk:
            for row in self.instance.attribute_values.select_related("value"):
                self.had.setdefault(row.value.attribute_id, []).append(row.value)
        for attribute in self.attributes:
            name = field_name(attribute)
            self.initial[name] = _shown(attribute, self.had.get(attribute.pk, []))
            field = self.fields[name]
            if isinstance(field, ChoiceByName | ChoicesByName) and self.is_bound:
                known = {value for value, _ in field.choices}  # type: ignore[union-attr]
                given = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)) or []
                typed = [given] if isinstance(given, str) else given
                field.choices = [*field.choices, *((new, new) for new in typed if new not in known)]  # type: ignore[misc]

    def clean(self) -> dict[str, Any] | None:
        """Read the facts, so that what cannot be kept is refused at its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.facts: list[Fact] = []
        for attribute in self.attributes:
            name = field_name(attribute)
            if name in self.changed_data and name in cleaned:
                try:
                    self.facts.append(self._fact(attribute, cleaned[name]))
                except Refusal as refusal:
                    self.add_error(name, refusal.message)
        return cleaned

    def _fact(self, attribute: Attribute, given: Any) -> Fact:
        match attribute.input_type:
            case "DROPDOWN" | "SWATCH" | "MULTISELECT":
                names = [given] if isinstance(given, str) else given
                known = {value.name: value.pk for value in attribute.values.all()}
                chosen = [name for name in names if name.strip()]
                return Fact(
                    attribute,
                    choices=tuple(
                        Choice(pk=str(known[name])) if name in known else Choice(name=name) for name in chosen
                    ),
                )
            case "BOOLEAN":
                return Fact(attribute, boolean={"yes": True, "no": False}.get(given))
            case "NUMERIC":
                return Fact(attribute, numeric=given)
            case "DATE":
                return Fact(attribute, date_time=given and datetime.combine(given, time.min, tzinfo=UTC))
            case "DATE_TIME":
                return Fact(attribute, date_time=given)
            case "RICH_TEXT":
                had = self.had.get(attribute.pk) or [AttributeValue()]
                return Fact(attribute, rich_text=clean_rich_text(as_document(given, had[0].rich_text)))
            case _:
                return Fact(attribute, plain_text=given.replace("\r\n", "\n"))


def _shown(attribute: Attribute, values: list[AttributeValue]) -> Any:
    if attribute.input_type == "MULTISELECT":
        return [value.name for value in values]
    if not values:
        return None
    value = values[0]
    match attribute.input_type:
        case "DROPDOWN" | "SWATCH":
            return value.name
        case "BOOLEAN":
            return {True: "yes", False: "no", None: ""}[value.boolean]
        case "NUMERIC":
            return None if value.numeric is None else f"{value.numeric:g}"
        case "DATE":
            return value.date_time and value.date_time.date()
        case "DATE_TIME":
            return value.date_time
        case "RICH_TEXT":
            return as_text(value.rich_text)
        case _:
            return value.plain_text or value.name
