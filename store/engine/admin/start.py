"""The admin's first page: what needs attention and what was ordered, to those who may see it."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from store.engine.admin.base import holds
from store.engine.models import Order, Product, ProductChannelListing, ProductMedia, ProductVariant
from store.engine.models.warehouse import sellable
from store.engine.money import quantize

FEW = 5  # units that may still be sold
SHOWN = 8  # rows of each table


def start(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the first page's cards to its context."""
    cards = []
    if holds(request, "MANAGE_PRODUCTS"):
        cards += [_low_stock(), _hidden(), _without_picture()]
    context["cards"] = [card for card in cards if card["count"]]
    context["all_well"] = bool(cards) and not context["cards"]
    context["orders"] = _orders(request) if holds(request, "MANAGE_ORDERS") else None
    context["title"] = "Start"
    return context


def _link(row: Any, text: object) -> str:
    address = reverse(f"admin:engine_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a class="text-link" href="{}">{}</a>', address, text)


def _card(title: str, more: str, rows: Any, *, headers: tuple[str, ...], cells: Any) -> dict[str, Any]:
    table = {"headers": list(headers), "rows": [cells(row) for row in rows[:SHOWN]]}
    return {"title": title, "count": rows.count(), "shown": SHOWN, "table": table, "more": more}


def _low_stock() -> dict[str, Any]:
    left = Sum(sellable("stocks__"), default=0)
    rows = ProductVariant.objects.filter(track_inventory=True).select_related("product").annotate(left=left)
    return _card(
        "Almost sold out",
        reverse("admin:engine_product_changelist"),
        rows.filter(left__lte=FEW).order_by("left", "product__name"),
        headers=("Product", "SKU", "Left"),
        cells=lambda row: [_link(row.product, f"{row.product.name}, {row}"), row.sku or "–", max(row.left, 0)],
    )


def _hidden() -> dict[str, Any]:
    seen = ProductChannelListing.objects.filter(product=OuterRef("pk"), is_published=True)
    seen = seen.filter(Q(published_at=None) | Q(published_at__lte=timezone.now()))
    return _card(
        "Seen in no channel",
        reverse("admin:engine_product_changelist"),
        Product.objects.filter(~Exists(seen)).order_by("-updated_at"),
        headers=("Product", "Changed"),
        cells=lambda row: [_link(row, row.name), date_format(row.updated_at, "j M Y")],
    )


def _without_picture() -> dict[str, Any]:
    pictures = ProductMedia.objects.filter(product=OuterRef("pk"))
    return _card(
        "Without a picture",
        reverse("admin:engine_product_changelist"),
        Product.objects.filter(~Exists(pictures)).order_by("name"),
        headers=("Product",),
        cells=lambda row: [_link(row, row.name)],
    )


def _orders(request: HttpRequest) -> dict[str, Any]:
    rows = admin.site._registry[Order].get_queryset(request).select_related("channel").order_by("-number")
    waiting = rows.filter(status__in=("UNFULFILLED", "PARTIALLY_FULFILLED"))
    return {
        "waiting": waiting.count(),
        "table": {
            "headers": ["Order", "When", "Customer", "Channel", "Status", "Paid", "Total"],
            "rows": [
                [
                    _link(row, f"#{row.number}"),
                    date_format(timezone.localtime(row.created_at), "j M, H:i"),
                    row.user_email or "–",
                    row.channel.slug,
                    row.status.replace("_", " ").lower(),
                    row.charge_status.lower(),
                    f"{row.currency} {quantize(row.total_gross_amount, row.currency)}",
                ]
                for row in rows[:SHOWN]
            ],
        },
    }
