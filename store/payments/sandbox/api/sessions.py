"""Calls about Checkout Sessions."""

from typing import Any

from django.urls import path

from store.payments.sandbox.api.answers import Call, route
from store.payments.sandbox.objects import sessions
from store.payments.sandbox.objects.stored import found, listed, shown
from store.payments.sandbox.parameters import EXPAND, MOMENTS, PAGE, Choice, Group, ListOf, Metadata, Text, Whole

LINE = Group(
    {
        "quantity": Whole(least=1),
        "price_data": Group(
            {
                "currency": Text(),
                "unit_amount": Whole(),
                "product_data": Group(
                    {"name": Text(250), "description": Text(1000)},
                    needs=["name"],
                    knows="images metadata tax_code tax_details unit_label",
                ),
                "recurring": Group(
                    {"interval": Choice("month", "year", knows=["day", "week"])},
                    needs=["interval"],
                    knows="interval_count",
                ),
            },
            needs=["currency", "unit_amount", "product_data"],
            knows="product tax_behavior unit_amount_decimal",
        ),
    },
    needs=["price_data", "quantity"],
    knows="adjustable_quantity metadata price tax_rates",
)
INTENT_DATA = Group(
    {"metadata": Metadata(), "description": Text(1000)},
    knows="application_fee_amount capture_method on_behalf_of receipt_email setup_future_usage shipping "
    "statement_descriptor statement_descriptor_suffix transfer_data transfer_group",
)
SUBSCRIPTION_DATA = Group(
    {"metadata": Metadata(), "description": Text(500)},
    knows="application_fee_percent billing_cycle_anchor billing_cycle_anchor_config billing_mode default_tax_rates "
    "invoice_settings on_behalf_of pending_invoice_item_interval proration_behavior transfer_data trial_end "
    "trial_period_days trial_settings",
)
CREATE = Group(
    {
        "mode": Choice("payment", "subscription", knows=["setup"]),
        "ui_mode": Choice("hosted_page", knows=["embedded_page", "elements", "form"]),
        "client_reference_id": Text(200),
        "customer_email": Text(800),
        "success_url": Text(),
        "cancel_url": Text(),
        "expires_at": Whole(),
        "metadata": Metadata(),
        "payment_intent_data": INTENT_DATA,
        "subscription_data": SUBSCRIPTION_DATA,
        "allowed_payment_method_types": ListOf(Choice("card")),
        "line_items": ListOf(LINE),
        "expand": EXPAND,
    },
    needs=["mode", "success_url", "line_items"],
    knows="adaptive_pricing after_expiration allow_promotion_codes automatic_tax billing_address_collection "
    "branding_settings consent_collection currency custom_fields custom_text customer customer_account "
    "customer_creation customer_update discounts excluded_payment_method_types integration_identifier "
    "invoice_creation locale managed_payments name_collection optional_items origin_context "
    "payment_method_collection payment_method_configuration payment_method_data payment_method_options permissions "
    "phone_number_collection redirect_on_completion return_url saved_payment_method_options setup_intent_data "
    "shipping_address_collection shipping_options submit_type tax_id_collection wallet_options",
)
LIST = Group(
    {**PAGE, "status": Choice("open", "complete", "expired"), "payment_intent": Text(), "created": MOMENTS},
    knows="customer customer_account customer_details payment_link subscription",
)
ONE = Group({"expand": EXPAND})


def create(params: dict[str, Any]) -> dict[str, Any]:
    """Open a hosted page."""
    return shown(sessions.create_session(params), params.get("expand", []))


def all_of_them(params: dict[str, Any]) -> dict[str, Any]:
    """List sessions, newest first."""
    sessions.expire_all_overdue()
    return listed("checkout.session", "/v1/checkout/sessions", params, by=["status", "payment_intent"])


def retrieve(params: dict[str, Any], session_id: str) -> dict[str, Any]:
    """Show a session as it stands now."""
    row = found("checkout.session", session_id)
    sessions.expire_overdue(row)
    return shown(row.data, params.get("expand", []))


def expire(params: dict[str, Any], session_id: str) -> dict[str, Any]:
    """Close an open session."""
    return shown(sessions.expire(session_id), params.get("expand", []))


urlpatterns = [
    path("v1/checkout/sessions", route(POST=Call(CREATE, create), GET=Call(LIST, all_of_them))),
    path("v1/checkout/sessions/<str:session_id>", route(GET=Call(ONE, retrieve))),
    path("v1/checkout/sessions/<str:session_id>/expire", route(POST=Call(ONE, expire))),
]
