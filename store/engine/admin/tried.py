"""Asks an action what it would refuse, so that a form can say so at its fields before anything is saved."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction

from store.engine.refusals import Refusal, Refusals


def refused(action: Callable[[], Any]) -> list[Refusal]:
    """Run an action, take back what it did, and return what it refused."""
    try:
        with transaction.atomic():
            action()
            transaction.set_rollback(True)
    except Refusals as several:
        return several.refusals
    except Refusal as refusal:
        return [refusal]
    return []


def add_refusals(form: "forms.ModelForm[Any]", refusals: list[Refusal], fields: dict[str, str]) -> None:
    """Put refusals beside the fields that they are about; `fields` maps the API's names to the form's."""
    for refusal in refusals:
        name = fields.get(refusal.field or "")
        form.add_error(name if name in form.fields else None, refusal.message)
