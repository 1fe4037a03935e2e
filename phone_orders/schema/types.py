"""What the desk's API shows. Saleor's order ids are bearer secrets and are not among it."""

import graphene

from phone_orders.screen import Screen


class DeskError(graphene.ObjectType):
    """What was refused: the input it is about (empty for the whole step), a message for the agent, Saleor's code."""

    field = graphene.String(required=True)
    message = graphene.String(required=True)
    code = graphene.String(required=True)


class PhoneLine(graphene.ObjectType):
    """A telephone line and what follows from it."""

    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    channel = graphene.String(required=True)
    currency = graphene.String(required=True)
    number = graphene.String(required=True)


class Agent(graphene.ObjectType):
    """Who is signed in at the desk."""

    name = graphene.String(required=True)
    email = graphene.String(required=True)
    lines = graphene.List(graphene.NonNull(PhoneLine), required=True)
    takes_offline_payments = graphene.Boolean(required=True)

    @staticmethod
    def resolve_email(agent, _info):
        return agent.person.email


class Amount(graphene.ObjectType):
    """Whole minor units (cents, pence) and the ISO 4217 currency. Resolved from Saleor's money."""

    minor_units = graphene.Int(required=True)
    currency = graphene.String(required=True)

    @staticmethod
    def resolve_minor_units(money, _info):
        return money.fractional_amount


class Line(graphene.ObjectType):
    """So many units of a variant in the basket."""

    id = graphene.ID(required=True)
    sku = graphene.String()
    product_name = graphene.String(required=True)
    variant_name = graphene.String(required=True)
    quantity = graphene.Int(required=True)
    total = graphene.Field(Amount, required=True)

    @staticmethod
    def resolve_sku(line, _info):
        return line.product_sku

    @staticmethod
    def resolve_total(line, _info):
        return line.total_price.gross


class Delivery(graphene.ObjectType):
    """A way of delivery that fits the basket and the address."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    price = graphene.Field(Amount, required=True)


class Order(graphene.ObjectType):
    """The draft or the order of a call; `missing` says what is still to be done before it can be placed."""

    number = graphene.String(required=True)
    token = graphene.ID(description="Of the placed order's own page, by which it is refunded.")
    status = graphene.String(required=True)
    is_paid = graphene.Boolean(required=True)
    lines = graphene.List(graphene.NonNull(Line), required=True)
    deliveries = graphene.List(graphene.NonNull(Delivery), required=True)
    subtotal = graphene.Field(Amount, required=True)
    shipping = graphene.Field(Amount, required=True)
    tax = graphene.Field(Amount, required=True)
    total = graphene.Field(Amount, required=True)
    missing = graphene.List(graphene.NonNull(graphene.String), required=True)

    @staticmethod
    def resolve_number(screen, _info):
        return screen.order.number

    @staticmethod
    def resolve_token(screen, _info):
        return screen.order_token if screen.call.is_placed else None

    @staticmethod
    def resolve_status(screen, _info):
        return str(screen.order.status)

    @staticmethod
    def resolve_is_paid(screen, _info):
        return screen.order.owes_nothing

    @staticmethod
    def resolve_lines(screen, _info):
        return screen.order.lines

    @staticmethod
    def resolve_deliveries(screen, _info):
        return screen.order.shipping_methods

    @staticmethod
    def resolve_subtotal(screen, _info):
        return screen.order.subtotal.gross

    @staticmethod
    def resolve_shipping(screen, _info):
        return screen.order.shipping_price.gross

    @staticmethod
    def resolve_tax(screen, _info):
        return screen.order.total.tax

    @staticmethod
    def resolve_total(screen, _info):
        return screen.order.total.gross

    @staticmethod
    def resolve_missing(screen, _info):
        return [] if screen.call.is_placed else screen.missing


class Text(graphene.ObjectType):
    """A text message that carried the link: waiting, sending, sent or failed, and why it failed."""

    number = graphene.String(required=True)
    status = graphene.String(required=True)
    reason = graphene.String(required=True)


class PayLink(graphene.ObjectType):
    """The newest link on which the order is paid, how it stands, and the texts that carried it, newest first."""

    address = graphene.String(required=True)
    spoken_code = graphene.String(required=True)
    state = graphene.String(required=True)
    expires_at = graphene.DateTime(required=True)
    texts = graphene.List(graphene.NonNull(Text), required=True)

    @staticmethod
    def resolve_address(screen, _info):
        return screen.link_address

    @staticmethod
    def resolve_spoken_code(screen, _info):
        return screen.link.spoken_code

    @staticmethod
    def resolve_state(screen, _info):
        return screen.link_state

    @staticmethod
    def resolve_expires_at(screen, _info):
        return screen.link.expires_at


class Call(graphene.ObjectType):
    """A call and what it has come to."""

    id = graphene.ID(required=True)
    line = graphene.Field(PhoneLine, required=True)
    caller_number = graphene.String(required=True)
    agent_name = graphene.String(required=True)
    started_at = graphene.DateTime(required=True)
    ended_at = graphene.DateTime()
    outcome = graphene.String(required=True)
    customer_name = graphene.String(required=True)
    customer_email = graphene.String(required=True)
    order = graphene.Field(Order)
    pay_link = graphene.Field(PayLink)

    @staticmethod
    def resolve_order(call, info):
        screen = Screen(info.context.agent, call)
        return screen if screen.order is not None else None

    @staticmethod
    def resolve_pay_link(call, info):
        screen = Screen(info.context.agent, call)
        return screen if screen.link is not None else None
