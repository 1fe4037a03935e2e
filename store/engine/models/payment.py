"""Transactions: what a payment provider reported about a checkout or an order."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from store.engine.models.base import WithMetadata, amount_field


class TransactionItem(WithMetadata):
    """One payment as its provider sees it; amounts follow from its events."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(
        "engine.Checkout",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="payment_transactions",
    )
    order = models.ForeignKey(
        "engine.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="payment_transactions"
    )
    user = models.ForeignKey("engine.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    app = models.ForeignKey("engine.App", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=512, blank=True, default="")
    message = models.CharField(max_length=512, blank=True, default="")
    psp_reference = models.CharField(max_length=512, blank=True, default="", db_index=True)
    external_url = models.URLField(max_length=512, blank=True, default="")
    available_actions = models.JSONField(default=list, blank=True)  # TransactionActionEnum
    currency = models.CharField(max_length=3)
    charged_value = amount_field(default=0)
    authorized_value = amount_field(default=0)
    refunded_value = amount_field(default=0)
    canceled_value = amount_field(default=0)
    charge_pending_value = amount_field(default=0)
    authorize_pending_value = amount_field(default=0)
    refund_pending_value = amount_field(default=0)
    cancel_pending_value = amount_field(default=0)
    payment_method_type = models.CharField(max_length=32, blank=True, default="")
    payment_method_name = models.CharField(max_length=256, blank=True, default="")
    cc_first_digits = models.CharField(max_length=4, blank=True, default="")
    cc_brand = models.CharField(max_length=40, blank=True, default="")
    cc_last_digits = models.CharField(max_length=4, blank=True, default="")
    cc_exp_month = models.PositiveIntegerField(null=True, blank=True)
    cc_exp_year = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)


class TransactionEvent(models.Model):
    """One thing a provider reported: a success, a failure, a request."""

    transaction = models.ForeignKey(TransactionItem, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=128)  # TransactionEventTypeEnum
    psp_reference = models.CharField(max_length=512, blank=True, default="")
    amount_value = amount_field(default=0)
    currency = models.CharField(max_length=3)
    message = models.CharField(max_length=512, blank=True, default="")
    external_url = models.URLField(max_length=512, blank=True, default="")
    related_granted_refund = models.ForeignKey(
        "engine.OrderGrantedRefund", null=True, blank=True, on_delete=models.SET_NULL, related_name="transaction_events"
    )
    include_in_calculations = models.BooleanField(default=True)
    user = models.ForeignKey("engine.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    app = models.ForeignKey("engine.App", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "psp_reference", "type"],
                condition=Q(include_in_calculations=True)
                & ~Q(psp_reference="")
                & ~Q(type__in=["INFO", "AUTHORIZATION_ACTION_REQUIRED", "CHARGE_ACTION_REQUIRED"]),
                name="a_reported_event_counts_once",
            )
        ]
