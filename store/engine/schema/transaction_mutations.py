"""Writing down payments, for payment apps and staff."""

import uuid

import graphene

from store.engine.actions.transaction_events import report_event
from store.engine.actions.transactions import create_transaction, may_change, note_event, update_transaction
from store.engine.models import Checkout
from store.engine.models import Order as OrderModel
from store.engine.models import TransactionItem as TransactionItemModel
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.channel_access import require_channel
from store.engine.schema.enums import enum_of
from store.engine.schema.ids import find, from_global_id, split_global_id
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.order_enums import TransactionActionEnum, TransactionEventTypeEnum
from store.engine.schema.scalars import UUID, DateTime, PositiveDecimal
from store.engine.schema.transaction import TransactionEvent, TransactionItem

MAINTAIN_CODES = "INVALID GRAPHQL_ERROR NOT_FOUND INCORRECT_CURRENCY METADATA_KEY_REQUIRED UNIQUE"
TransactionCreateErrorCode = enum_of("TransactionCreateErrorCode", MAINTAIN_CODES)
TransactionUpdateErrorCode = enum_of("TransactionUpdateErrorCode", MAINTAIN_CODES)
TransactionEventReportErrorCode = enum_of(
    "TransactionEventReportErrorCode", "INVALID GRAPHQL_ERROR NOT_FOUND INCORRECT_DETAILS ALREADY_EXISTS REQUIRED"
)
TransactionRequestActionErrorCode = enum_of(
    "TransactionRequestActionErrorCode",
    "INVALID REQUIRED GRAPHQL_ERROR NOT_FOUND MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK",
)
TransactionCreateError = error_type("TransactionCreateError", TransactionCreateErrorCode)
TransactionUpdateError = error_type("TransactionUpdateError", TransactionUpdateErrorCode)
TransactionEventReportError = error_type("TransactionEventReportError", TransactionEventReportErrorCode)
TransactionRequestActionError = error_type("TransactionRequestActionError", TransactionRequestActionErrorCode)


class MoneyInput(graphene.InputObjectType):
    currency = graphene.String(required=True)
    amount = PositiveDecimal(required=True)


class CardPaymentMethodDetailsInput(graphene.InputObjectType):
    name = graphene.String(required=True)
    brand = graphene.String()
    first_digits = graphene.String()
    last_digits = graphene.String()
    exp_month = graphene.Int()
    exp_year = graphene.Int()


class OtherPaymentMethodDetailsInput(graphene.InputObjectType):
    name = graphene.String(required=True)


class PaymentMethodDetailsInput(graphene.InputObjectType):
    card = CardPaymentMethodDetailsInput()
    other = OtherPaymentMethodDetailsInput()


class TransactionFacts:
    """What both inputs take."""

    name = graphene.String()
    message = graphene.String()
    psp_reference = graphene.String()
    available_actions = graphene.List(graphene.NonNull(TransactionActionEnum))
    amount_authorized = MoneyInput()
    amount_charged = MoneyInput()
    amount_refunded = MoneyInput()
    amount_canceled = MoneyInput()
    metadata = list_of_metadata_inputs()
    private_metadata = list_of_metadata_inputs()
    external_url = graphene.String()
    payment_method_details = PaymentMethodDetailsInput()


class TransactionCreateInput(TransactionFacts, graphene.InputObjectType):
    pass


class TransactionUpdateInput(TransactionFacts, graphene.InputObjectType):
    pass


class TransactionEventInput(graphene.InputObjectType):
    psp_reference = graphene.String()
    message = graphene.String()


def who(info):
    """Return the caller as the keyword arguments that actions take."""
    return {"user": info.context.user, "app": info.context.app}


class TransactionCreate(Mutation):
    permissions = ("HANDLE_PAYMENTS",)

    class Arguments:
        id = graphene.ID(required=True)
        transaction = TransactionCreateInput(required=True)
        transaction_event = TransactionEventInput()

    transaction = graphene.Field(TransactionItem)
    errors = list_of_errors(TransactionCreateError)

    @classmethod
    def perform(cls, info, id, transaction, transaction_event=None):
        item = create_transaction(paid_for=_paid_for(id), facts=transaction, **who(info))
        if transaction_event:
            note_event(item=item, facts=transaction_event, **who(info))
        return {"transaction": item}


class TransactionUpdate(Mutation):
    permissions = ("HANDLE_PAYMENTS",)

    class Arguments:
        id = graphene.ID()
        token = UUID()
        transaction = TransactionUpdateInput()
        transaction_event = TransactionEventInput()

    transaction = graphene.Field(TransactionItem)
    errors = list_of_errors(TransactionUpdateError)

    @classmethod
    def perform(cls, info, id=None, token=None, transaction=None, transaction_event=None):
        item = _owned(info, id, token)
        if transaction:
            update_transaction(item=item, facts=transaction, **who(info))
        if transaction_event:
            note_event(item=item, facts=transaction_event, **who(info))
        return {"transaction": item}


class TransactionEventReport(Mutation):
    permissions = ("HANDLE_PAYMENTS",)

    class Arguments:
        id = graphene.ID()
        token = UUID()
        psp_reference = graphene.String(required=True)
        type = graphene.Argument(TransactionEventTypeEnum, required=True)
        amount = PositiveDecimal()
        time = DateTime()
        external_url = graphene.String()
        message = graphene.String()
        available_actions = graphene.List(graphene.NonNull(TransactionActionEnum))
        transaction_metadata = list_of_metadata_inputs()
        transaction_private_metadata = list_of_metadata_inputs()
        payment_method_details = PaymentMethodDetailsInput()

    already_processed = graphene.Boolean()
    transaction = graphene.Field(TransactionItem)
    transaction_event = graphene.Field(TransactionEvent)
    errors = list_of_errors(TransactionEventReportError)

    @classmethod
    def perform(cls, info, id=None, token=None, **facts):
        item = _owned(info, id, token)
        reported = report_event(
            item=item,
            type=facts["type"],
            psp_reference=facts["psp_reference"],
            amount=facts.get("amount"),
            time=facts.get("time"),
            message=facts.get("message") or "",
            external_url=facts.get("external_url") or "",
            available_actions=facts.get("available_actions"),
            method=facts.get("payment_method_details"),
            metadata=facts.get("transaction_metadata"),
            private_metadata=facts.get("transaction_private_metadata"),
            **who(info),
        )
        if reported.refusal:
            return {"errors": [reported.refusal.as_error()]}
        return {
            "already_processed": reported.already_processed,
            "transaction": reported.item,
            "transaction_event": reported.event,
        }


class TransactionRequestAction(Mutation):
    """Asks the owning app to charge, refund or cancel; without webhooks no app can hear it, which the answer says."""

    permissions = ("HANDLE_PAYMENTS",)

    class Arguments:
        id = graphene.ID()
        token = UUID()
        action_type = graphene.Argument(TransactionActionEnum, required=True)
        amount = PositiveDecimal()
        refund_reason = graphene.String()
        refund_reason_reference = graphene.ID()

    transaction = graphene.Field(TransactionItem)
    errors = list_of_errors(TransactionRequestActionError)

    @classmethod
    def perform(cls, info, action_type, id=None, token=None, **reasons):
        if action_type != "REFUND":
            for name, field in (
                ("refund_reason", "refundReason"),
                ("refund_reason_reference", "refundReasonReference"),
            ):
                if reasons.get(name):
                    raise Refusal("Reason can be set only for REFUND action.", code="INVALID", field=field)
        item = find_transaction(id, token)
        require_channel(info.context, (item.order or item.checkout).channel)
        raise Refusal(
            "No app or plugin is configured to handle payment action requests.",
            code="MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK",
        )


def find_transaction(id, token):
    """Return the transaction that an id or a token names; exactly one of the two must be given."""
    if (id is None) == (token is None):
        raise Refusal("At least one argument is required: 'id' or 'token'.", code="GRAPHQL_ERROR")
    text = str(token) if token else from_global_id(id, "TransactionItem")
    item = TransactionItemModel.objects.filter(token=text).first() if _is_uuid(text) else None
    if item is None:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field="id")
    return item


def _owned(info, id, token):
    item = find_transaction(id, token)
    if not may_change(item, **who(info)):
        raise PermissionDenied("OWNER", "HANDLE_PAYMENTS")
    return item


def _paid_for(global_id):
    """Return the order or checkout to be paid."""
    type_name, _pk = split_global_id(global_id)
    model = {"Order": OrderModel, "Checkout": Checkout}.get(type_name)
    if model is None:
        raise Refusal(f"Couldn't resolve to Checkout or Order: {global_id}", code="NOT_FOUND", field="id")
    found = find(model.objects.select_for_update(of=("self",)), global_id, type_name)
    if found is None:
        raise Refusal(f"Couldn't resolve to a node: {global_id}", code="NOT_FOUND", field="id")
    return found


def _is_uuid(text):
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class TransactionMutations:
    transaction_create = TransactionCreate.Field()
    transaction_update = TransactionUpdate.Field()
    transaction_event_report = TransactionEventReport.Field()
    transaction_request_action = TransactionRequestAction.Field()
