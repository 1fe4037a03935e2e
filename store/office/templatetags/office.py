"""Cells of the office's tables."""

from django import template
from django.utils.html import format_html

from store.amounts import written_minor

register = template.Library()


@register.simple_tag
def cell(amount: int, currency: str, label: str) -> str:
    """Draw an amount's cell; nothing is drawn softly, so that the eye finds what there is."""
    written = written_minor(amount, currency) if amount else format_html('<span class="soft">{}</span>', "0")
    return format_html('<td class="number" data-label="{}">{}</td>', label, written)
