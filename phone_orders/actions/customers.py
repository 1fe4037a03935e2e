"""Customers: find, choose, create."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from phone_orders.actions.refusals import DeskRefusal, refuse_if
from phone_orders.agents import Agent
from phone_orders.models import Call, CallerNumber
from phone_orders.numbers import e164
from store.saleor.client.fragments import DeskCustomer
from store.saleor.client.input_types import DraftOrderInput, UserCreateInput
from store.saleor.errors import SaleorRefused

FEWEST_LETTERS = 2
MOST_FOUND = 8


@dataclass(frozen=True)
class Found:
    """A customer who may be the caller; `rang_before` when they called from this number."""

    customer: DeskCustomer
    rang_before: bool = False


def find_customers(*, agent: Agent, call: Call, search: str) -> list[Found]:
    """Return who may be meant: by name, e-mail, address or telephone number, however it is written.

    Without a search, those who rang from the caller's number before.
    """
    search = search.strip()
    number = e164(search, region=call.line.country) if search else call.caller_number
    found: dict[str, Found] = {}
    if number:
        for known in CallerNumber.objects.filter(number=number)[:MOST_FOUND]:
            customer = agent.client.desk_customer_by_id(id=known.customer_id)
            if customer is not None:
                found[customer.id] = Found(customer, rang_before=True)
    for words in {number or "", search}:
        if len(words) >= FEWEST_LETTERS:
            answer = agent.client.desk_customers(search=words)
            for edge in answer.edges if answer else []:
                found.setdefault(edge.node.id, Found(edge.node))
    return list(found.values())[:MOST_FOUND]


def choose_customer(*, agent: Agent, call: Call, customer_id: str) -> DeskCustomer:
    """Make somebody the customer of a call, and of its draft if there is one."""
    try:
        customer = agent.client.desk_customer_by_id(id=customer_id)
    except SaleorRefused:  # no id at all
        customer = None
    if customer is None:
        raise DeskRefusal("This customer does not exist any more.")
    name = f"{customer.first_name} {customer.last_name}".strip()
    _note_customer(agent=agent, call=call, customer_id=customer.id, name=name, email=customer.email)
    if call.caller_number:
        CallerNumber.objects.update_or_create(
            number=call.caller_number, customer_id=customer.id, defaults={"last_called_at": timezone.now()}
        )
    return customer


def create_customer(*, agent: Agent, call: Call, first_name: str, last_name: str, email: str) -> None:
    """Make the caller a customer: with an e-mail an account, without one a name on this order alone."""
    first_name, last_name, email = first_name.strip(), last_name.strip(), email.strip().lower()
    if not (first_name or last_name):
        raise DeskRefusal("Ask for the caller's name.", field="last_name")
    if not email:
        _note_customer(agent=agent, call=call, customer_id="", name=f"{first_name} {last_name}".strip(), email="")
        return
    try:
        validate_email(email)
    except ValidationError as error:
        raise DeskRefusal("This is not an e-mail address.", field="email") from error
    answer = agent.client.desk_customer_create(
        input=UserCreateInput(email=email, first_name=first_name, last_name=last_name)
    )
    if answer is None or answer.errors or answer.user is None:
        said = answer.errors[0] if answer and answer.errors else None
        if said is not None and said.code == "UNIQUE":
            raise DeskRefusal("A customer with this e-mail exists already. Search for it.", field="email")
        raise DeskRefusal((said and said.message) or "The customer could not be made.", field="email")
    choose_customer(agent=agent, call=call, customer_id=answer.user.id)


def forget_customer(*, agent: Agent, call: Call) -> None:
    """Take the customer off a call again, because it was the wrong one."""
    _note_customer(agent=agent, call=call, customer_id="", name="", email="")


def _note_customer(*, agent: Agent, call: Call, customer_id: str, name: str, email: str) -> None:
    if call.is_placed:
        raise DeskRefusal("The order has been placed; its customer cannot change.")
    if call.order_id:
        answer = agent.client.desk_draft_update(
            id=call.order_id, input=DraftOrderInput(user=customer_id or None, user_email=email or None)
        )
        refuse_if(answer.errors if answer else None)
    call.customer_id, call.customer_name, call.customer_email = customer_id, name, email
    call.save(update_fields=["customer_id", "customer_name", "customer_email"])
