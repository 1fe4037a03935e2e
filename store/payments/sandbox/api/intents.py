"""Calls about PaymentIntents."""

from typing import Any

from django.urls import path

from store.payments.sandbox.api.answers import Call, route
from store.payments.sandbox.objects import intents
from store.payments.sandbox.objects.stored import found, shown
from store.payments.sandbox.parameters import EXPAND, Choice, Flag, Group, ListOf, Metadata, Text, Whole

CREATE = Group(
    {
        "amount": Whole(least=1),
        "currency": Text(3),
        "description": Text(1000),
        "allowed_payment_method_types": ListOf(Choice("card")),
        "metadata": Metadata(),
        "expand": EXPAND,
    },
    needs=["amount", "currency"],
    knows="amount_details application_fee_amount automatic_payment_methods capture_method confirm confirmation_method "
    "confirmation_token customer customer_account error_on_requires_action excluded_payment_method_types hooks mandate "
    "mandate_data off_session on_behalf_of payment_details payment_method payment_method_configuration "
    "payment_method_data payment_method_options radar_options receipt_email return_url setup_future_usage shipping "
    "statement_descriptor statement_descriptor_suffix transfer_data transfer_group use_stripe_sdk",
)
CARD = Group(
    {"moto": Flag()},
    knows="capture_method cvc_token installments mandate_options network request_extended_authorization "
    "request_incremental_authorization request_multicapture request_overcapture request_three_d_secure "
    "require_cvc_recollection setup_credential_usage setup_future_usage statement_descriptor_suffix_kana "
    "statement_descriptor_suffix_kanji stored_credential_usage three_d_secure",
)
OPTIONS = Group(
    {"card": CARD},
    knows="acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact billie bizum "
    "blik boleto card_present cashapp crypto customer_balance eps fpx giropay grabpay ideal interac_present kakao_pay "
    "klarna konbini kr_card link mb_way mobilepay multibanco naver_pay nz_bank_account oxxo p24 pay_by_bank payco "
    "paynow paypal paypay payto pix promptpay revolut_pay samsung_pay satispay scalapay sepa_debit sequra sofort "
    "sunbit swish twint upi us_bank_account wechat_pay zip",
)
CONFIRM = Group(
    {"payment_method": Text(), "payment_method_options": OPTIONS, "expand": EXPAND},
    needs=["payment_method"],
    knows="allowed_payment_method_types amount_details amount_to_confirm capture_method confirmation_token "
    "error_on_requires_action excluded_payment_method_types hooks mandate mandate_data off_session payment_details "
    "payment_method_data radar_options receipt_email return_url setup_future_usage shipping use_stripe_sdk",
)
CANCEL = Group({"expand": EXPAND}, knows="cancellation_reason")
ONE = Group({"expand": EXPAND}, knows="client_secret")


def create(params: dict[str, Any]) -> dict[str, Any]:
    """Open a PaymentIntent."""
    return shown(intents.create_intent(params), params.get("expand", []))


def retrieve(params: dict[str, Any], intent_id: str) -> dict[str, Any]:
    """Show a PaymentIntent."""
    return shown(found("payment_intent", intent_id).data, params.get("expand", []))


def confirm(params: dict[str, Any], intent_id: str) -> dict[str, Any]:
    """Charge a card."""
    return shown(intents.confirm_intent(intent_id, params), params.get("expand", []))


def cancel(params: dict[str, Any], intent_id: str) -> dict[str, Any]:
    """Close a PaymentIntent."""
    return shown(intents.cancel_intent(intent_id), params.get("expand", []))


urlpatterns = [
    path("v1/payment_intents", route(POST=Call(CREATE, create))),
    path("v1/payment_intents/<str:intent_id>", route(GET=Call(ONE, retrieve))),
    path("v1/payment_intents/<str:intent_id>/confirm", route(POST=Call(CONFIRM, confirm))),
    path("v1/payment_intents/<str:intent_id>/cancel", route(POST=Call(CANCEL, cancel))),
]
