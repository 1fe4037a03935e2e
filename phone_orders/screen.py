"""Everything that the call's screen shows, read afresh for every answer."""

from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings

from phone_orders.actions.customers import Found, find_customers
from phone_orders.actions.drafts import read_order
from phone_orders.actions.keying import keyed_card_limit, why_no_card
from phone_orders.actions.orders import FoundOrder, with_tokens
from phone_orders.actions.refusals import DeskRefusal, spoken
from phone_orders.agents import Agent
from phone_orders.forms import (
    AddLineForm,
    AddressesForm,
    EndCallForm,
    ExtrasForm,
    NewCustomerForm,
    PayForm,
    TextForm,
    known_address,
)
from phone_orders.models import Call, RecordingPause
from phone_orders.numbers import mobile
from phone_orders.recording import pause_of, recorder
from store.address_form import Country
from store.backend import app_client
from store.payments.messages.sms import can_text
from store.payments.messages.texts import give_up_on_lost_texts
from store.payments.models import Dispute, KeyedCard, PayLink, Refund, TextMessage
from store.payments.order_links import link_of_order
from store.payments.pay_links import link_state
from store.payments.refunds.failed import failed_refunds
from store.payments.refunds.refundable import refunds_of_order
from store.saleor.client.fragments import DeskCustomer, DeskOrder, DeskVariant


@dataclass
class Screen:
    """One call as its agent sees it.

    Forms that were posted and refused are handed in, so that nothing typed is lost; the others are made fresh.
    """

    agent: Agent
    call: Call
    add_line: AddLineForm = field(default_factory=AddLineForm)
    new_customer: NewCustomerForm = field(default_factory=NewCustomerForm)
    end: EndCallForm = field(default_factory=EndCallForm)
    posted_addresses: AddressesForm | None = None
    posted_extras: ExtrasForm | None = None
    posted_pay: PayForm | None = None
    posted_text: TextForm | None = None
    variants: list[DeskVariant] | None = None
    product_words: str = ""
    customers: list[Found] | None = None
    customer_words: str = ""
    typed_card_number: bool = False  # into a search
    refusal: DeskRefusal | None = None
    focus: str = ""

    @property
    def has_something_to_say(self) -> bool:
        """Something was refused or found that a fresh page would not show."""
        forms = (self.add_line, self.new_customer, self.end)
        found = (
            self.refusal,
            self.posted_addresses,
            self.posted_extras,
            self.posted_pay,
            self.posted_text,
            self.variants,
            self.customers,
        )
        return any(form.is_bound for form in forms) or any(thing is not None for thing in found)

    def read_again(self) -> None:
        """Forget the order and what follows from it, because a step has just changed it."""
        for derived in ("order", "addresses", "extras", "short_lines", "missing"):
            self.__dict__.pop(derived, None)

    @cached_property
    def order(self) -> DeskOrder | None:
        """The draft or the order, or None before the first line."""
        return read_order(agent=self.agent, call=self.call)

    @cached_property
    def customer(self) -> DeskCustomer | None:
        """The customer's account, if the caller has one."""
        if not self.call.customer_id:
            return None
        return self.agent.client.desk_customer_by_id(id=self.call.customer_id)

    @cached_property
    def found_customers(self) -> list[Found]:
        """Who was found, or who rang from this number before."""
        if self.customers is not None or self.call.customer_name or not self.call.caller_number:
            return self.customers or []
        return find_customers(agent=self.agent, call=self.call, search="")

    @cached_property
    def earlier_orders(self) -> list[FoundOrder]:
        """What this customer ordered before, newest first."""
        if not self.call.customer_email:
            return []
        answer = self.agent.client.desk_customer_orders(email=self.call.customer_email)
        found = [edge.node for edge in answer.edges if edge.node.id != self.call.order_id] if answer else []
        return with_tokens(self.agent, found)

    @cached_property
    def order_token(self) -> str:
        """The token of the placed order's own page, where money is given back."""
        return link_of_order(order_id=self.call.order_id, channel=self.call.line.channel).token

    @cached_property
    def disputes(self) -> list[Dispute]:
        """What a bank calls into question about the order."""
        if not self.call.is_placed:
            return []
        return list(Dispute.objects.filter(payment__order_id=self.call.order_id).select_related("payment"))

    @cached_property
    def refunds(self) -> list[Refund]:
        """What went back of the order, or is on its way."""
        return refunds_of_order(self.call.order_id) if self.call.is_placed else []

    @cached_property
    def failed_refunds(self) -> list[Refund]:
        """What should have gone back of the order and is still with us, until the office has dealt with it."""
        return list(failed_refunds().filter(payment__order_id=self.call.order_id)) if self.call.is_placed else []

    @cached_property
    def countries(self) -> list[Country]:
        """Where this line delivers to."""
        channel = app_client().desk_channel(slug=self.call.line.channel)
        found: list[Country] = list(channel.countries or []) if channel else []
        return found

    @cached_property
    def addresses(self) -> AddressesForm | None:
        """The address forms, once there is a basket."""
        if self.posted_addresses or self.order is None:
            return self.posted_addresses
        customer = self.customer
        known = known_address(
            customer.default_billing_address if customer else None,
            customer.default_shipping_address if customer else None,
            name=self.call.customer_name,
            phone=self.call.caller_number,
        )
        return AddressesForm(order=self.order, line=self.call.line, countries=self.countries, known=known)

    @cached_property
    def extras(self) -> ExtrasForm | None:
        """The voucher code and the customer's wish, once there is a basket."""
        return self.posted_extras or (ExtrasForm(order=self.order) if self.order else None)

    @cached_property
    def pay(self) -> PayForm:
        """How it is paid."""
        return self.posted_pay or PayForm(offline=self.agent.takes_offline_payments)

    @cached_property
    def short_lines(self) -> dict[str, int]:
        """Lines that ask for more than there is, by id, with what is left."""
        lines = self.order.lines if self.order and not self.call.is_placed else []
        return {
            line.id: line.variant.quantity_available or 0
            for line in lines
            if line.variant and line.variant.track_inventory and (line.variant.quantity_available or 0) < line.quantity
        }

    @cached_property
    def missing(self) -> list[str]:
        """What still has to be done before the order can be placed."""
        if self.order is None:
            return ["The basket is empty."]
        return list(dict.fromkeys(spoken(error) for error in self.order.errors))

    @cached_property
    def link(self) -> PayLink | None:
        """The newest pay-link of the order."""
        return PayLink.objects.filter(order_id=self.call.order_id).first() if self.call.is_placed else None

    @cached_property
    def no_card(self) -> str:
        """Why no card may be keyed; empty when it may."""
        return why_no_card(self.agent, self.call, self.order)

    @property
    def offers_cards(self) -> bool:
        """The agent keys cards on this line, now or at times."""
        return bool(keyed_card_limit(self.agent, self.call.line))

    @property
    def pauses_by_hand(self) -> bool:
        """The agent pauses the recording, and has to say so."""
        return recorder().by_hand

    @cached_property
    def pause(self) -> RecordingPause | None:
        """The pause after which nobody has said yet that the recording goes on."""
        return pause_of(self.call)

    @cached_property
    def keyed_cards(self) -> list[KeyedCard]:
        """Every card that was keyed for the order."""
        if not self.call.is_placed:
            return []
        return list(KeyedCard.objects.filter(payment__subject_id=self.call.order_id).select_related("payment"))

    @property
    def link_address(self) -> str:
        """The address that the customer opens."""
        return f"{settings.SITE_URL}/p/{self.link.code}/" if self.link else ""

    @property
    def link_state(self) -> str:
        """How that link stands."""
        return link_state(order_id=self.call.order_id)

    @cached_property
    def text(self) -> TextForm | None:
        """Where the link is texted to, with the customer's mobile number in it; None where this line sends no texts."""
        if self.link is None or not can_text(self.call.line.channel):
            return None
        return self.posted_text or TextForm(initial={"mobile": self._known_mobile})

    @cached_property
    def texts(self) -> list[TextMessage]:
        """The texts that carried the link, newest first."""
        if self.link is None:
            return []
        give_up_on_lost_texts(self.link)
        return list(self.link.text_messages.all())

    @property
    def _known_mobile(self) -> str:
        """The first mobile number that is known of the customer."""
        addresses = (self.order.billing_address, self.order.shipping_address) if self.order else ()
        said = [self.call.caller_number, *((address.phone or "") for address in addresses if address)]
        region = self.call.line.country
        return next((number for typed in said if typed and (number := mobile(typed, region=region))), "")
