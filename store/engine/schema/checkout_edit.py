"""What the mutations of a checkout share: its error type, and finding the checkout that they are about."""

import uuid

import graphene
from graphql import GraphQLError

from store.engine.actions.checkout import lock_checkout
from store.engine.actions.checkout_lines import NotForSale
from store.engine.actions.stock import OutOfStock
from store.engine.refusals import Refusal
from store.engine.schema.checkout import Checkout
from store.engine.schema.enums import AddressTypeEnum, enum_of
from store.engine.schema.ids import from_global_id, to_global_id
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.scalars import UUID

CheckoutErrorCode = enum_of(
    "CheckoutErrorCode",
    "BILLING_ADDRESS_NOT_SET CHECKOUT_NOT_FULLY_PAID GRAPHQL_ERROR PRODUCT_NOT_PUBLISHED "
    "PRODUCT_UNAVAILABLE_FOR_PURCHASE INSUFFICIENT_STOCK INVALID INVALID_SHIPPING_METHOD NOT_FOUND PAYMENT_ERROR "
    "PRICE_OVERRIDE_REASON_WITHOUT_OVERRIDE QUANTITY_GREATER_THAN_LIMIT REQUIRED SHIPPING_ADDRESS_NOT_SET "
    "SHIPPING_METHOD_NOT_APPLICABLE DELIVERY_METHOD_NOT_APPLICABLE SHIPPING_METHOD_NOT_SET SHIPPING_NOT_REQUIRED "
    "TAX_ERROR UNIQUE VOUCHER_NOT_APPLICABLE GIFT_CARD_NOT_APPLICABLE ZERO_QUANTITY MISSING_CHANNEL_SLUG "
    "CHANNEL_INACTIVE UNAVAILABLE_VARIANT_IN_CHANNEL EMAIL_NOT_SET NO_LINES INACTIVE_PAYMENT NON_EDITABLE_GIFT_LINE "
    "NON_REMOVABLE_GIFT_LINE SHIPPING_CHANGE_FORBIDDEN MISSING_ADDRESS_DATA",
)
CheckoutError = error_type(
    "CheckoutError",
    CheckoutErrorCode,
    variants=graphene.List(graphene.NonNull(graphene.ID)),
    lines=graphene.List(graphene.NonNull(graphene.ID)),
    address_type=graphene.Field(AddressTypeEnum),
)


class CheckoutMutation(Mutation):
    """Changes one checkout, which a subclass's `change` locks by `checkout_of`."""

    class Meta:
        abstract = True

    @classmethod
    def perform(cls, info, **arguments):
        """Run `change`, and name variants by their global ids where they are at fault."""
        try:
            return cls.change(info, **arguments)
        except NotForSale as refused:
            raise Refusal(
                refused.message, code=refused.code, field=refused.field, variants=variant_ids(refused.variant_ids)
            ) from refused
        except OutOfStock as refused:
            short = {shortage.variant.pk: None for shortage in refused.shortages}
            raise Refusal(refused.message, code=refused.code, variants=variant_ids(short)) from refused


def variant_ids(keys):
    """Return global ids of variants."""
    return [to_global_id("ProductVariant", key) for key in keys]


class CheckoutArguments:
    """The three ways to name a checkout; only `id` is not deprecated."""

    id = graphene.ID()
    token = UUID()
    checkout_id = graphene.ID()


def checkout_token(id=None, token=None, checkout_id=None):
    """Return the key that the arguments name; raises Refusal unless exactly one of them is given."""
    given = [(name, value) for name, value in (("checkout_id", checkout_id), ("token", token), ("id", id)) if value]
    if len(given) > 1:
        others = ", ".join(f"'{name}'" for name, _ in given[1:])
        raise Refusal(f"Argument '{given[0][0]}' cannot be combined with {others}", code="GRAPHQL_ERROR")
    if not given:
        raise Refusal("At least one of arguments is required: 'checkout_id', 'token', 'id'.", code="GRAPHQL_ERROR")
    if token:
        return token
    field = "id" if id else "checkoutId"
    try:
        return uuid.UUID(from_global_id(id or checkout_id, "Checkout"))
    except (GraphQLError, ValueError) as error:
        raise Refusal(str(error), code="GRAPHQL_ERROR", field=field) from error


def checkout_of(id=None, token=None, checkout_id=None):
    """Return the checkout that the arguments name, locked; raises Refusal NOT_FOUND."""
    found = lock_checkout(checkout_token(id=id, token=token, checkout_id=checkout_id))
    if found is None:
        raise missing_checkout(id=id, token=token, checkout_id=checkout_id)
    return found


def missing_checkout(id=None, token=None, checkout_id=None):
    """Return Saleor's refusal for a checkout that does not exist (any more)."""
    field = "token" if token else ("id" if id else "checkoutId")
    return Refusal(f"Couldn't resolve to a node: {token or id or checkout_id}", code="NOT_FOUND", field=field)


def list_of_checkout_errors():
    """Return the payload's `errors`."""
    return list_of_errors(CheckoutError)


def checkout_field():
    """Return the payload's `checkout`."""
    return graphene.Field(Checkout)
