"""Filters of the shop's templates: amounts, facts, rich text, addresses of a list."""

import json
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from pydantic import BaseModel

from store.amounts import written
from store.backend import is_embedded
from store.saleor.client.fragments import CardPricing
from store.storefront.facts import Fact, fact_of, written_minutes
from store.storefront.prices import Price, price_of
from store.storefront.rich_text import plain, render
from store.templatetags.amounts import minor, money

register = template.Library()


register.filter(money)  # so that the shop's pages load one library
register.filter(minor)


@register.filter
def of_key(counts: dict[str, int], key: str) -> int:
    """Return what is counted under a key, 0 for what is not."""
    return counts.get(key, 0)


@register.filter
def priced(pricing: CardPricing | None) -> Price | None:
    """Read a product's pricing as shown in its market."""
    return price_of(pricing)


@register.filter
def price_words(price: Price | None) -> str:
    """Write a shown price; what costs nothing is free."""
    if price is None:
        return ""
    return "Free" if price.now.is_zero else written(price.now)


@register.filter
def fact(assigned: BaseModel | None) -> Fact | None:
    """Read an assigned attribute."""
    return fact_of(assigned)


@register.filter
def minutes(number: float) -> str:
    """Write minutes as hours and minutes."""
    return written_minutes(number)


@register.filter
def rich(content: str | None) -> SafeString:
    """Render EditorJS as safe HTML."""
    return render(content)


@register.filter
def words(content: str | None) -> str:
    """Return the words of EditorJS."""
    return plain(content)


@register.filter
def data_script(data: Any) -> SafeString:
    """Write data for a `<script type="application/ld+json">`, so that nothing in it can end the script."""
    written_data = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        written_data = written_data.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(written_data)  # noqa: S308 - what HTML could read is escaped above


@register.filter
def own(address: str) -> str:
    """Return the path of a file that this shop keeps itself, whatever host it was uploaded under."""
    return urlsplit(address).path if is_embedded() else address


@register.simple_tag
def absolute(address: str) -> str:
    """Return the whole address of a path of this shop; one that is whole already stays."""
    return address if address.startswith("http") else f"{settings.SITE_URL}{address}"


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: str) -> str:
    """Return this page's address with some query parameters changed; an empty value removes one."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path
