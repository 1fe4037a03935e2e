"""Orders, from draft to fulfilment, and everything that happened to them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from store.engine.models.base import WithExternalReference, WithMetadata, amount_field


class OrderNumber(models.Model):
    """Hands out order numbers: each row's key is one, so that none is given twice; gaps are allowed."""

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)


class Order(WithMetadata, WithExternalReference):
    """An order, or the draft of one; its id is a bearer secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True, editable=False)
    status = models.CharField(max_length=32, default="UNFULFILLED")  # OrderStatus
    origin = models.CharField(max_length=32, default="CHECKOUT")  # OrderOriginEnum
    channel = models.ForeignKey("engine.Channel", on_delete=models.PROTECT, related_name="orders")
    currency = models.CharField(max_length=3)
    user = models.ForeignKey("engine.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="orders")
    user_email = models.EmailField(blank=True, default="", db_index=True)
    billing_address = models.ForeignKey(
        "engine.Address", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    shipping_address = models.ForeignKey(
        "engine.Address", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checkout_token = models.UUIDField(null=True, blank=True, unique=True)  # one order per checkout
    voucher_code = models.CharField(max_length=255, blank=True, default="")
    voucher = models.ForeignKey(
        "engine.Voucher", null=True, blank=True, on_delete=models.SET_NULL, related_name="orders"
    )
    shipping_method = models.ForeignKey(
        "engine.ShippingMethod", null=True, blank=True, on_delete=models.SET_NULL, related_name="orders"
    )
    shipping_method_name = models.CharField(max_length=255, blank=True, default="")
    undiscounted_base_shipping_price_amount = amount_field(default=0)
    base_shipping_price_amount = amount_field(default=0)
    shipping_price_net_amount = amount_field(default=0)
    shipping_price_gross_amount = amount_field(default=0)
    shipping_tax_rate = models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)
    shipping_tax_class = models.ForeignKey(
        "engine.TaxClass", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subtotal_net_amount = amount_field(default=0)
    subtotal_gross_amount = amount_field(default=0)
    total_net_amount = amount_field(default=0)
    total_gross_amount = amount_field(default=0)
    undiscounted_total_net_amount = amount_field(default=0)
    undiscounted_total_gross_amount = amount_field(default=0)
    total_charged_amount = amount_field(default=0)
    total_authorized_amount = amount_field(default=0)
    charge_status = models.CharField(max_length=32, default="NONE", db_index=True)  # OrderChargeStatusEnum
    authorize_status = models.CharField(max_length=32, default="NONE")  # OrderAuthorizeStatusEnum
    display_gross_prices = models.BooleanField(default=True)
    draft_save_billing_address = models.BooleanField(default=False)  # into the customer's addresses on completion
    draft_save_shipping_address = models.BooleanField(default=False)
    customer_note = models.TextField(blank=True, default="")
    language_code = models.CharField(max_length=35, default="en")
    redirect_url = models.URLField(blank=True, default="")
    weight = models.DecimalField(max_digits=10, decimal_places=3, default=0)  # kg
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"Order #{self.number}"


class OrderLine(WithMetadata):
    """So many units of a variant at the price agreed; names are kept as they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(
        "engine.ProductVariant", null=True, blank=True, on_delete=models.SET_NULL, related_name="order_lines"
    )
    product_name = models.CharField(max_length=386)
    variant_name = models.CharField(max_length=255, blank=True, default="")
    product_sku = models.CharField(max_length=255, blank=True, default="")
    product_type_id_snapshot = models.IntegerField(null=True, blank=True)
    is_shipping_required = models.BooleanField(default=True)
    is_gift_card = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField()
    quantity_fulfilled = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    is_price_overridden = models.BooleanField(default=False)
    undiscounted_base_unit_price_amount = amount_field(default=0)
    base_unit_price_amount = amount_field(default=0)
    unit_discount_amount = amount_field(default=0)
    unit_discount_type = models.CharField(max_length=10, blank=True, default="")  # DiscountValueTypeEnum
    unit_discount_value = amount_field(default=0)
    unit_discount_reason = models.TextField(blank=True, default="")
    unit_price_net_amount = amount_field(default=0)
    unit_price_gross_amount = amount_field(default=0)
    total_price_net_amount = amount_field(default=0)
    total_price_gross_amount = amount_field(default=0)
    undiscounted_unit_price_net_amount = amount_field(default=0)
    undiscounted_unit_price_gross_amount = amount_field(default=0)
    undiscounted_total_price_net_amount = amount_field(default=0)
    undiscounted_total_price_gross_amount = amount_field(default=0)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)
    tax_class = models.ForeignKey("engine.TaxClass", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    tax_class_name = models.CharField(max_length=255, blank=True, default="")
    voucher_code = models.CharField(max_length=255, blank=True, default="")
    draft_base_price_expire_at = models.DateTimeField(null=True, blank=True)  # until then the catalogue is not asked
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(quantity_fulfilled__lte=models.F("quantity")), name="order_line_not_overfulfilled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_name} ({self.variant_name})" if self.variant_name else self.product_name


class OrderLineDiscount(models.Model):
    """A discount on one line: by hand, or from a voucher for some products; `amount_value` is for the whole line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="discounts")
    type = models.CharField(max_length=64, default="MANUAL")  # OrderDiscountType
    value_type = models.CharField(max_length=10, default="FIXED")  # DiscountValueTypeEnum
    value = amount_field(default=0)
    amount_value = amount_field(default=0)
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=255, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    voucher_code = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [models.UniqueConstraint(fields=["line", "type"], name="one_line_discount_per_type")]


class OrderDiscount(models.Model):
    """A discount on a whole order: by hand, or from a voucher."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="discounts")
    type = models.CharField(max_length=64, default="MANUAL")  # OrderDiscountType
    value_type = models.CharField(max_length=10, default="FIXED")  # DiscountValueTypeEnum
    value = amount_field(default=0)
    amount_value = amount_field(default=0)
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=255, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    voucher_code = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(type="MANUAL"), name="one_manual_discount_per_order")
        ]


class Fulfillment(WithMetadata):
    """A parcel, or the handing over of something digital."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="fulfillments")
    fulfillment_order = models.PositiveIntegerField()
    status = models.CharField(max_length=32, default="FULFILLED")  # FulfillmentStatus
    tracking_number = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["order", "fulfillment_order"], name="fulfillment_number_once_per_order")
        ]


class FulfillmentLine(models.Model):
    """So many units of an order line in a parcel, out of which stock."""

    fulfillment = models.ForeignKey(Fulfillment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="fulfillment_lines")
    stock = models.ForeignKey(
        "engine.Stock", null=True, blank=True, on_delete=models.SET_NULL, related_name="fulfillment_lines"
    )
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)


class OrderEvent(models.Model):
    """One thing that happened to an order, and who did it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=255)  # OrderEventsEnum
    date = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey("engine.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    app = models.ForeignKey("engine.App", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    related = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="related_events")
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("date", "pk")


class OrderGrantedRefund(models.Model):
    """Money that the shop agreed to give back, before a transaction moves it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="granted_refunds")
    amount_value = amount_field(default=0)
    currency = models.CharField(max_length=3)
    reason = models.TextField(blank=True, default="")
    shipping_costs_included = models.BooleanField(default=False)
    status = models.CharField(max_length=32, default="NONE")  # OrderGrantedRefundStatusEnum
    transaction_item = models.ForeignKey(
        "engine.TransactionItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="granted_refunds"
    )
    user = models.ForeignKey("engine.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    app = models.ForeignKey("engine.App", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("created_at", "pk")


class OrderGrantedRefundLine(models.Model):
    """So many units of an order line for which money is given back."""

    granted_refund = models.ForeignKey(OrderGrantedRefund, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="granted_refund_lines")
    quantity = models.PositiveIntegerField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["granted_refund", "order_line"], name="granted_refund_names_a_line_once")
        ]
