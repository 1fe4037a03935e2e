"""The steps of a call. Each answers with the call as it is now, or with what was refused."""

import uuid

import graphene
from graphql import GraphQLError

from phone_orders.actions import calls, customers, drafts, placing, products, texting
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.models import Call as CallModel
from phone_orders.schema.refunds import RefundMutations
from phone_orders.schema.types import Call, DeskError
from store.saleor.client.enums import CountryCode
from store.saleor.client.input_types import AddressInput as SaleorAddressInput


class AddressInput(graphene.InputObjectType):
    """A postal address; which parts are needed follows from the country (ISO 3166)."""

    first_name = graphene.String(default_value="")
    last_name = graphene.String(default_value="")
    company_name = graphene.String(default_value="")
    street_address_1 = graphene.String(default_value="", name="streetAddress1")
    street_address_2 = graphene.String(default_value="", name="streetAddress2")
    city = graphene.String(default_value="")
    city_area = graphene.String(default_value="")
    postal_code = graphene.String(default_value="")
    country_area = graphene.String(default_value="")
    country = graphene.String(required=True)
    phone = graphene.String(default_value="")


class Step(graphene.Mutation):
    """One step: finds the call, does the one thing, answers with the call."""

    class Meta:
        abstract = True

    call = graphene.Field(Call)
    errors = graphene.List(graphene.NonNull(DeskError), required=True)

    @classmethod
    def mutate(cls, _root, info, **arguments):
        """Do the step; a refusal becomes `errors`, and the call is shown as it stands."""
        agent = info.context.agent
        call = call_of(agent, arguments.pop("call")) if "call" in arguments else None
        try:
            call = cls.do(agent, call, **arguments) or call
        except DeskRefusal as refusal:
            error = DeskError(field=refusal.field, message=refusal.message, code=refusal.code)
            return cls(call=call, errors=[error])
        return cls(call=call, errors=[])


def call_of(agent, call_id):
    """Return a call that this agent may open."""
    try:
        call = CallModel.objects.filter(pk=uuid.UUID(call_id)).first()
    except ValueError:
        call = None
    if call is None or not agent.may_open(call):
        raise GraphQLError("There is no such call.")
    return call


class StartCall(Step):
    """Begin a call on a line."""

    class Arguments:
        line = graphene.String(required=True)
        caller_number = graphene.String()

    @staticmethod
    def do(agent, _call, line, caller_number=""):
        return calls.start_call(agent=agent, line_slug=line, caller_number=caller_number)


class ChooseCustomer(Step):
    """Take a Saleor customer as the caller."""

    class Arguments:
        call = graphene.ID(required=True)
        customer_id = graphene.ID(required=True)

    @staticmethod
    def do(agent, call, customer_id):
        customers.choose_customer(agent=agent, call=call, customer_id=customer_id)


class CreateCustomer(Step):
    """Take a new caller: with an e-mail as an account, without one as a name on this order."""

    class Arguments:
        call = graphene.ID(required=True)
        first_name = graphene.String()
        last_name = graphene.String()
        email = graphene.String()

    @staticmethod
    def do(agent, call, first_name="", last_name="", email=""):
        customers.create_customer(agent=agent, call=call, first_name=first_name, last_name=last_name, email=email)


class AddLine(Step):
    """Add units of the variant with this SKU."""

    class Arguments:
        call = graphene.ID(required=True)
        sku = graphene.String(required=True)
        quantity = graphene.Int(required=True)

    @staticmethod
    def do(agent, call, sku, quantity):
        variant = products.variant_of_sku(call=call, sku=sku)
        if variant is None:
            raise DeskRefusal(f"Nothing on this line has the SKU “{sku}”.", field="sku")
        drafts.add_line(agent=agent, call=call, variant_id=variant.id, quantity=quantity)


class ChangeLine(Step):
    """Set a line's quantity; 0 takes it off."""

    class Arguments:
        call = graphene.ID(required=True)
        line = graphene.ID(required=True)
        quantity = graphene.Int(required=True)

    @staticmethod
    def do(agent, call, line, quantity):
        drafts.change_line(agent=agent, call=call, line_id=line, quantity=quantity)


class SetAddresses(Step):
    """Write the billing address into the draft, and the delivery address where it is another one."""

    class Arguments:
        call = graphene.ID(required=True)
        billing = AddressInput(required=True)
        shipping = AddressInput()

    @staticmethod
    def do(agent, call, billing, shipping=None):
        order = drafts.read_order(agent=agent, call=call)
        delivered = _address(shipping or billing) if order is not None and order.is_shipping_required else None
        wrong = drafts.set_addresses(agent=agent, call=call, billing=_address(billing), shipping=delivered)
        for _which, field, message in wrong:
            raise DeskRefusal(message, field=field)


class ChooseDelivery(Step):
    """Choose one of the order's deliveries."""

    class Arguments:
        call = graphene.ID(required=True)
        delivery = graphene.ID(required=True)

    @staticmethod
    def do(agent, call, delivery):
        drafts.choose_delivery(agent=agent, call=call, method_id=delivery)


class PlaceOrder(Step):
    """Place the order at the total that was read out (minor units), to be paid by link or, where allowed, offline."""

    class Arguments:
        call = graphene.ID(required=True)
        quoted = graphene.Int(required=True)
        offline_reference = graphene.String()

    @staticmethod
    def do(agent, call, quoted, offline_reference=None):
        if offline_reference is not None and not agent.takes_offline_payments:
            raise DeskRefusal("Only a supervisor records payments that were made elsewhere.", field="offlineReference")
        order = placing.place_order(agent=agent, call=call, quoted=quoted)
        if order.owes_nothing:
            return
        if offline_reference is not None:
            placing.pay_offline(agent=agent, call=call, reference=offline_reference)
        else:
            placing.pay_by_link(agent=agent, call=call)


class TextPayLink(Step):
    """Text the link to the customer's mobile number, written as people of the line write it."""

    class Arguments:
        call = graphene.ID(required=True)
        mobile = graphene.String(required=True)

    @staticmethod
    def do(_agent, call, mobile):
        texting.text_link(call=call, number=mobile)


class EndCall(Step):
    """End the call: no_sale, call_back or wrong_number; a call whose order was placed ends as ordered."""

    class Arguments:
        call = graphene.ID(required=True)
        outcome = graphene.String()
        note = graphene.String()

    @staticmethod
    def do(_agent, call, outcome="", note=""):
        calls.end_call(call=call, outcome=outcome, note=note)


def _address(given):
    try:
        return SaleorAddressInput(**{**given, "country": CountryCode(given["country"].upper())})
    except ValueError as error:
        raise DeskRefusal("There is no such country.", field="country") from error


class Mutation(RefundMutations, graphene.ObjectType):
    """What can be done at the desk."""

    start_call = StartCall.Field(required=True)
    choose_customer = ChooseCustomer.Field(required=True)
    create_customer = CreateCustomer.Field(required=True)
    add_line = AddLine.Field(required=True)
    change_line = ChangeLine.Field(required=True)
    set_addresses = SetAddresses.Field(required=True)
    choose_delivery = ChooseDelivery.Field(required=True)
    place_order = PlaceOrder.Field(required=True)
    text_pay_link = TextPayLink.Field(required=True)
    end_call = EndCall.Field(required=True)
