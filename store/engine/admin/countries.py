"""Countries, chosen by their names."""

from typing import Any

from django import forms
from django_countries import countries
from unfold.widgets import UnfoldAdminSelect2MultipleWidget, UnfoldAdminSelectWidget


def names(codes: list[str], most: int = 6) -> str:
    """Return the names of the first countries, and how many more there are."""
    shown = ", ".join(countries.name(code) or code for code in codes[:most])
    return f"{shown} and {len(codes) - most} more" if len(codes) > most else shown


def country_field(**options: Any) -> forms.ChoiceField:
    """Return a field for one country."""
    return forms.ChoiceField(choices=lambda: [("", "Choose"), *countries], widget=UnfoldAdminSelectWidget(), **options)


class CountriesField(forms.MultipleChoiceField):
    """Several countries as a sorted list of their codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=lambda: list(countries), widget=UnfoldAdminSelect2MultipleWidget(), required=False, **options
        )

    def clean(self, value: Any) -> list[str]:
        """Return the codes in one order."""
        return sorted(super().clean(value))
