"""Orders, to be read: they are changed at the desk."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from store.engine.actions.reach import channels_of
from store.engine.admin.base import Rows, Section, shown
from store.engine.models import Address, Order, OrderEvent, OrderLine, TransactionItem, User
from store.engine.money import quantize

ORDERS = ("MANAGE_ORDERS",)


class Lines(Rows):
    """What was ordered."""

    model = OrderLine
    reads = ORDERS
    fields = (
        "product_name",
        "variant_name",
        "product_sku",
        "quantity",
        "quantity_fulfilled",
        "show_unit",
        "show_total",
    )
    readonly_fields = ("show_unit", "show_total")

    @admin.display(description="Unit price")
    def show_unit(self, line: OrderLine) -> str:
        """Return what one unit costs with tax."""
        return f"{quantize(line.unit_price_gross_amount, line.currency)} {line.currency}"

    @admin.display(description="Total")
    def show_total(self, line: OrderLine) -> str:
        """Return what the line costs with tax."""
        return f"{quantize(line.total_price_gross_amount, line.currency)} {line.currency}"


class Payments(Rows):
    """What the payment provider reported."""

    model = TransactionItem
    reads = ORDERS
    fields = ("created_at", "name", "psp_reference", "show_charged", "show_refunded", "message")
    readonly_fields = ("created_at", "show_charged", "show_refunded")
    verbose_name_plural = "Payments"

    @admin.display(description="Paid")
    def show_charged(self, payment: TransactionItem) -> str:
        """Return what was paid."""
        return f"{quantize(payment.charged_value, payment.currency)} {payment.currency}"

    @admin.display(description="Given back")
    def show_refunded(self, payment: TransactionItem) -> str:
        """Return what was given back."""
        return f"{quantize(payment.refunded_value, payment.currency)} {payment.currency}"


class Events(Rows):
    """What happened, and who did it."""

    model = OrderEvent
    reads = ORDERS
    fk_name = "order"
    fields = ("date", "type", "user", "show_parameters")
    readonly_fields = ("show_parameters",)
    verbose_name_plural = "History"

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderEvent]:
        """Read who did it at once."""
        events: QuerySet[OrderEvent] = super().get_queryset(request)
        return events.select_related("user", "app")

    @admin.display(description="Details")
    def show_parameters(self, event: OrderEvent) -> str:
        """Return the facts that are short texts or numbers."""
        facts = (event.parameters or {}).items()
        return ", ".join(
            f"{name}: {fact}" for name, fact in facts if isinstance(fact, str | int | float) and fact != ""
        )


def _written(address: Address | None) -> str:
    if address is None:
        return "–"
    name = f"{address.first_name} {address.last_name}".strip()
    place = f"{address.postal_code} {address.city} {address.country_area}".strip()
    parts = (name, address.company_name, address.street_address_1, address.street_address_2, place, address.country)
    return "\n".join(part for part in (*parts, address.phone) if part)


@admin.register(Order)
class OrderSection(Section):
    """Orders."""

    reads = ORDERS
    inlines = (Lines, Payments, Events)
    list_display = ("show_number", "user_email", "channel", "show_status", "show_paid", "show_total", "created_at")
    list_filter = ("channel", "status", "charge_status", "origin")
    list_select_related = ("channel",)
    search_fields = (
        "number",
        "user_email",
        "billing_address__first_name",
        "billing_address__last_name",
        "lines__product_sku",
        "lines__product_name",
    )
    search_help_text = "Number, e-mail, name, product or SKU"
    date_hierarchy = "created_at"
    fieldsets = (
        (None, {"fields": (("show_number", "created_at"), ("status", "charge_status"), ("channel", "origin"))}),
        ("Customer", {"fields": ("user_email", ("show_shipping_address", "show_billing_address"), "customer_note")}),
        ("Money", {"fields": (("show_shipping", "show_total"), "voucher_code")}),
    )
    readonly_fields = ("show_number", "show_total", "show_shipping", "show_shipping_address", "show_billing_address")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        """Leave out drafts, which are not orders yet, and the orders of channels that are not the reader's."""
        orders: QuerySet[Order] = super().get_queryset(request).exclude(status="DRAFT")
        user = cast("User", request.user)
        return orders if user.is_superuser else orders.filter(channel__in=channels_of(user))

    @admin.display(description="Order", ordering="number")
    def show_number(self, order: Order) -> str:
        """Return its number."""
        return f"#{order.number}"

    @shown(
        description="Status",
        ordering="status",
        label={"FULFILLED": "success", "UNFULFILLED": "info", "UNCONFIRMED": "warning", "CANCELED": "danger"},
    )
    def show_status(self, order: Order) -> tuple[str, str]:
        """Return where it stands."""
        return order.status, order.status.replace("_", " ").lower()

    @shown(description="Paid", ordering="charge_status", label={"FULL": "success", "PARTIAL": "warning"})
    def show_paid(self, order: Order) -> tuple[str, str]:
        """Return how far it is paid."""
        return order.charge_status, order.charge_status.lower()

    @admin.display(description="Total", ordering="total_gross_amount")
    def show_total(self, order: Order) -> str:
        """Return the total with tax."""
        return f"{quantize(order.total_gross_amount, order.currency)} {order.currency}"

    @admin.display(description="Delivery")
    def show_shipping(self, order: Order) -> str:
        """Return how it is delivered, and for how much with tax."""
        price = f"{quantize(order.shipping_price_gross_amount, order.currency)} {order.currency}"
        return f"{order.shipping_method_name or 'no delivery'}, {price}"

    @admin.display(description="Delivery address")
    def show_shipping_address(self, order: Order) -> str:
        """Return the address in lines."""
        return _written(order.shipping_address)

    @admin.display(description="Billing address")
    def show_billing_address(self, order: Order) -> str:
        """Return the address in lines."""
        return _written(order.billing_address)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Orders are changed at the desk only."""
        return False
