"""Amounts in templates, as people write them."""

from django import template

from store.amounts import written, written_minor
from store.saleor.client.fragments import Money

register = template.Library()


@register.filter
def money(amount: Money | None) -> str:
    """Write an amount: $19.95."""
    return written(amount) if amount else ""


@register.filter
def minor(amount: int, currency: str) -> str:
    """Write whole minor units (cents, pence): 4428 of USD is $44.28."""
    return written_minor(amount, currency)
