"""Giving money back by the desk's API: the same rules and the same limits as on the desk's page."""

import graphene
from graphql import GraphQLError

from phone_orders.actions.orders import open_order
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.schema.types import DeskError
from store.payments.refunds.form import carried_on
from store.payments.refunds.giving_back import RefundRefused, request_refund

LONGEST_KEY = 100


class RefundLineInput(graphene.InputObjectType):
    """So many units of an order's line."""

    id = graphene.ID(required=True)
    quantity = graphene.Int(required=True)


class Refund(graphene.ObjectType):
    """A sum that goes back, in minor units: asked, pending, succeeded, failed or canceled."""

    minor_units = graphene.Int(required=True)
    currency = graphene.String(required=True)
    status = graphene.String(required=True)
    reason = graphene.String(required=True)
    asked_by = graphene.String(required=True)
    created_at = graphene.DateTime(required=True)

    @staticmethod
    def resolve_minor_units(refund, _info):
        return refund.amount

    @staticmethod
    def resolve_currency(refund, _info):
        return refund.payment.currency


class RefundOrder(graphene.Mutation):
    """Give back a sum in minor units, or units of lines and the delivery, or with neither everything that is left.

    Lines with another sum than theirs are refused, with AMOUNT_MISMATCH.
    `order` is the token of a placed order. `reason` is duplicate, fraudulent or requested_by_customer. The same
    `request_key` again is the same refund.
    """

    class Arguments:
        order = graphene.ID(required=True)
        minor_units = graphene.Int()
        lines = graphene.List(graphene.NonNull(RefundLineInput))
        delivery = graphene.Boolean(default_value=False)
        reason = graphene.String(required=True)
        note = graphene.String(default_value="")
        request_key = graphene.String(required=True)

    refund = graphene.Field(Refund)
    errors = graphene.List(graphene.NonNull(DeskError), required=True)

    @classmethod
    def mutate(cls, _root, info, order, reason, note, request_key, minor_units=None, lines=None, delivery=False):
        """Refund; a refusal becomes `errors`."""
        agent = info.context.agent
        page = open_order(agent=agent, token=order)
        if page is None:
            raise GraphQLError("There is no such order.")
        if not 0 < len(request_key) <= LONGEST_KEY:
            message = f"Give a key of 1 to {LONGEST_KEY} characters."
            return cls(errors=[DeskError(field="requestKey", message=message, code="INVALID_KEY")])
        key = f"api-{page.link.pk}-{request_key}"  # of the order: what is left may be in another payment by now
        known = next((refund for refund in page.refunds if refund.request_key == key), None)
        if known is not None:
            return cls(refund=carried_on(known), errors=[])
        refundable = page.refundable()
        if refundable is None:
            message = "Nothing was paid through the shop for this order."
            return cls(errors=[DeskError(field="", message=message, code="NOT_REFUNDABLE")])
        payment = refundable.payment
        try:
            asked = _lines(refundable, lines or [], delivery=delivery)
            refund = request_refund(
                payment=payment,
                amount=_sum(asked, minor_units, left=payment.left),
                reason=reason,
                note=note,
                lines=asked,
                asked_by=agent.person.email,
                request_key=key,
                limit=refundable.limit,
            )
        except (DeskRefusal, RefundRefused) as refusal:
            field = getattr(refusal, "field", "")
            return cls(errors=[DeskError(field=field, message=refusal.message, code=refusal.code)])
        return cls(refund=carried_on(refund), errors=[])


def _lines(refundable, wanted, *, delivery):
    """Return the rows for these units. Raises DeskRefusal for lines of which so many are not left."""
    left = {line.line_id: line for line in refundable.lines}
    units = {given["id"]: given["quantity"] for given in wanted} | ({"": 1} if delivery else {})
    for line_id, quantity in units.items():
        if line_id not in left or not 0 < quantity <= left[line_id].left:
            raise DeskRefusal("Less of this is left to refund.", field="lines", code="LINE_REFUNDED")
    return [left[line_id].refunded(quantity) for line_id, quantity in units.items()]


def _sum(lines, told, *, left):
    """Return what to give back. Raises DeskRefusal for lines that come to something else than was told."""
    worth = sum(line.amount for line in lines) if lines else left
    if lines and told not in (None, worth):
        message = f"These lines come to {worth}, not {told}. Give the lines or the sum alone."
        raise DeskRefusal(message, field="minorUnits", code="AMOUNT_MISMATCH")
    return worth if told is None else told


class RefundMutations:
    """What the desk's API adds for refunds."""

    refund_order = RefundOrder.Field(required=True)
