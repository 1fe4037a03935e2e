"""Transactions and their events as Saleor shows them."""

import graphene

from store.engine.models import App as AppModel
from store.engine.money import Money as EngineMoney
from store.engine.schema.app import App
from store.engine.schema.connection import connection_of
from store.engine.schema.ids import Node, WithGlobalId, to_global_id
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money
from store.engine.schema.order_enums import TransactionActionEnum, TransactionEventTypeEnum
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import UUID, DateTime
from store.engine.schema.user import User


class PaymentMethodDetails(graphene.Interface):
    """What is known of the means of payment."""

    name = graphene.String(required=True)

    @classmethod
    def resolve_type(cls, instance, _info):
        """Return the type that fits what was reported."""
        return CardPaymentMethodDetails if instance.payment_method_type == "CARD" else OtherPaymentMethodDetails

    @staticmethod
    def resolve_name(root, _info):
        return root.payment_method_name


class CardPaymentMethodDetails(graphene.ObjectType):
    """A card."""

    class Meta:
        interfaces = (PaymentMethodDetails,)

    brand = graphene.String()
    first_digits = graphene.String()
    last_digits = graphene.String()
    exp_month = graphene.Int()
    exp_year = graphene.Int()

    @staticmethod
    def resolve_name(root, _info):
        return root.payment_method_name

    @staticmethod
    def resolve_brand(root, _info):
        return root.cc_brand or None

    @staticmethod
    def resolve_first_digits(root, _info):
        return root.cc_first_digits or None

    @staticmethod
    def resolve_last_digits(root, _info):
        return root.cc_last_digits or None

    @staticmethod
    def resolve_exp_month(root, _info):
        return root.cc_exp_month

    @staticmethod
    def resolve_exp_year(root, _info):
        return root.cc_exp_year


class OtherPaymentMethodDetails(graphene.ObjectType):
    """Anything that is not a card."""

    class Meta:
        interfaces = (PaymentMethodDetails,)

    @staticmethod
    def resolve_name(root, _info):
        return root.payment_method_name


PAYMENT_METHODS = (CardPaymentMethodDetails, OtherPaymentMethodDetails)


class UserOrApp(graphene.Union):
    """Who did it."""

    class Meta:
        types = (User, App)

    @classmethod
    def resolve_type(cls, instance, _info):
        """Tell people and programs apart."""
        return App if isinstance(instance, AppModel) else User


def doer(root, _info):
    """Return the app that wrote a row down, or else the person."""
    return one(root, "app") or one(root, "user")


class TransactionEvent(WithGlobalId, graphene.ObjectType):
    """One thing that was reported about a payment."""

    class Meta:
        interfaces = (Node,)

    created_at = DateTime(required=True)
    psp_reference = graphene.String(required=True)
    message = graphene.String(required=True)
    external_url = graphene.String(required=True)
    amount = graphene.Field(Money, required=True)
    type = graphene.Field(TransactionEventTypeEnum)
    reason_reference = graphene.Field("store.engine.schema.page.Page")
    created_by = graphene.Field(UserOrApp, resolver=doer)

    @staticmethod
    def resolve_reason_reference(_root, _info):
        """Answer with None: reasons are words here, not pages."""

    @staticmethod
    def resolve_amount(root, _info):
        return EngineMoney(root.amount_value, root.currency)


def amount_of(column):
    """Make the resolver of an amount column."""

    def resolve(root, _info):
        return EngineMoney(getattr(root, column), root.currency)

    return resolve


class TransactionItem(graphene.ObjectType):
    """A payment as its provider sees it."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    id = graphene.ID(required=True)
    token = UUID(required=True)
    created_at = DateTime(required=True)
    modified_at = DateTime(required=True)
    actions = graphene.List(graphene.NonNull(TransactionActionEnum), required=True)
    authorized_amount = graphene.Field(Money, required=True, resolver=amount_of("authorized_value"))
    authorize_pending_amount = graphene.Field(Money, required=True, resolver=amount_of("authorize_pending_value"))
    refunded_amount = graphene.Field(Money, required=True, resolver=amount_of("refunded_value"))
    refund_pending_amount = graphene.Field(Money, required=True, resolver=amount_of("refund_pending_value"))
    canceled_amount = graphene.Field(Money, required=True, resolver=amount_of("canceled_value"))
    cancel_pending_amount = graphene.Field(Money, required=True, resolver=amount_of("cancel_pending_value"))
    charged_amount = graphene.Field(Money, required=True, resolver=amount_of("charged_value"))
    charge_pending_amount = graphene.Field(Money, required=True, resolver=amount_of("charge_pending_value"))
    name = graphene.String(required=True)
    message = graphene.String(required=True)
    psp_reference = graphene.String(required=True)
    external_url = graphene.String(required=True)
    order = graphene.Field("store.engine.schema.order.Order")
    checkout = graphene.Field("store.engine.schema.checkout.Checkout")
    created_by = graphene.Field(UserOrApp, resolver=doer)
    events = graphene.List(graphene.NonNull(TransactionEvent), required=True)
    payment_method_details = graphene.Field(PaymentMethodDetails)

    @staticmethod
    def resolve_id(root, _info):
        return to_global_id("TransactionItem", root.token)

    @staticmethod
    def resolve_actions(root, _info):
        return root.available_actions

    @staticmethod
    def resolve_order(root, _info):
        return one(root, "order")

    @staticmethod
    def resolve_checkout(root, _info):
        return one(root, "checkout")

    @staticmethod
    def resolve_events(root, _info):
        """The newest first."""
        return list(reversed(many(root, "events")))

    @staticmethod
    def resolve_payment_method_details(root, _info):
        return root if root.payment_method_type else None


TransactionCountableConnection = connection_of(TransactionItem, "Transaction")
