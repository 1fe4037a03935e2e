"""The forms that every form of shop, desk, office and admin is: what looks like a card number is told at its field."""

from typing import Any

from django import forms
from django.http import QueryDict

from store.privacy.card_numbers import REMOVED, TOLD, holds_card_number, without_card_numbers


class Telling(forms.BaseForm):
    """A form in which no card number is written down.

    The number is taken out before anything reads it, so it is not shown again either; whatever else was typed stays.
    """

    def full_clean(self) -> None:
        """Take card numbers out, check the rest, and say at the field what was taken out."""
        wrong = self._take_out() if self.is_bound else []
        super().full_clean()
        for name in wrong:
            self.errors.pop(name, None)
            self.add_error(name, TOLD)

    def _take_out(self) -> list[str]:
        typed = {name: self._typed(self.add_prefix(name)) for name in self.fields}
        wrong = [
            name for name, values in typed.items() if any(REMOVED in text or holds_card_number(text) for text in values)
        ]
        if wrong:
            data: Any = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            for name in wrong:
                kept = [without_card_numbers(text).replace(REMOVED, "").strip() for text in typed[name]]
                key = self.add_prefix(name)
                if isinstance(data, QueryDict):
                    data.setlist(key, kept)
                else:
                    data[key] = kept[0]
            self.data = data
        return wrong

    def _typed(self, key: str) -> list[str]:
        values = self.data.getlist(key) if isinstance(self.data, QueryDict) else [self.data.get(key)]
        return [value for value in values if isinstance(value, str)]


class Form(Telling, forms.Form):
    """A form of fields."""


class ModelForm(Telling, forms.ModelForm):  # type: ignore[type-arg]
    """A form of a row."""
