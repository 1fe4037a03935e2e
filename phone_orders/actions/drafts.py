"""The draft order of a call: lines, addresses, delivery, code, note."""

from phone_orders.actions.refusals import DeskRefusal, refuse_if
from phone_orders.agents import Agent
from phone_orders.models import Call
from store.backend import app_client
from store.saleor.client.fragments import DeskOrder
from store.saleor.client.input_types import (
    AddressInput,
    DraftOrderCreateInput,
    DraftOrderInput,
    MetadataInput,
    OrderLineCreateInput,
)

MOST_OF_ONE = 999


def read_order(*, agent: Agent, call: Call) -> DeskOrder | None:
    """Return the call's draft or order as it stands, or None before the first line."""
    return agent.client.desk_order_by_id(id=call.order_id) if call.order_id else None


def add_line(*, agent: Agent, call: Call, variant_id: str, quantity: int) -> None:
    """Add units of a variant; the first line makes the draft."""
    _refuse_placed(call)
    _check_quantity(quantity)
    if not call.order_id:
        _create_draft(agent=agent, call=call, variant_id=variant_id, quantity=quantity)
        return
    answer = agent.client.desk_line_add(id=call.order_id, variant_id=variant_id, quantity=quantity)
    refuse_if(answer.errors if answer else None, field="sku")


def change_line(*, agent: Agent, call: Call, line_id: str, quantity: int) -> None:
    """Set the quantity of a line; 0 takes it off."""
    _refuse_placed(call)
    order = read_order(agent=agent, call=call)
    if order is None or line_id not in {line.id for line in order.lines}:
        raise DeskRefusal("This line is gone already.")
    if quantity == 0:
        removed = agent.client.desk_line_delete(id=line_id)
        refuse_if(removed.errors if removed else None, field=line_id)
        return
    _check_quantity(quantity, field=line_id)
    changed = agent.client.desk_line_update(id=line_id, quantity=quantity)
    refuse_if(changed.errors if changed else None, field=line_id)


def set_addresses(
    *, agent: Agent, call: Call, billing: AddressInput, shipping: AddressInput | None
) -> list[tuple[str, str, str]]:
    """Write the addresses into the draft; return what Saleor finds wrong, as (which, field, message)."""
    _refuse_placed(call)
    changes = DraftOrderInput(billing_address=billing)
    if shipping is not None:
        changes.shipping_address = shipping
    answer = agent.client.desk_draft_update(id=_draft_id(call), input=changes)
    return [
        (str(error.address_type or "BILLING").lower(), error.field or "", error.message or "")
        for error in (answer.errors if answer else [])
    ]


def choose_delivery(*, agent: Agent, call: Call, method_id: str) -> None:
    """Choose how the order is delivered."""
    _refuse_placed(call)
    order = read_order(agent=agent, call=call)
    if order is None or method_id not in {method.id for method in order.shipping_methods}:
        raise DeskRefusal("Choose one of the deliveries shown.", field="delivery")
    answer = agent.client.desk_delivery_choose(id=order.id, shipping_method=method_id)
    refuse_if(answer.errors if answer else None, field="delivery")


def set_voucher(*, agent: Agent, call: Call, code: str) -> None:
    """Put a voucher code on the draft; an empty one takes it off."""
    _refuse_placed(call)
    answer = agent.client.desk_draft_update(
        id=_draft_id(call), input=DraftOrderInput(voucher_code=code.strip() or None)
    )
    refuse_if(answer.errors if answer else None, field="voucher")


def set_note(*, agent: Agent, call: Call, note: str) -> None:
    """Keep what the customer wants to be noted on the order."""
    _refuse_placed(call)
    answer = agent.client.desk_draft_update(id=_draft_id(call), input=DraftOrderInput(customer_note=note.strip()))
    refuse_if(answer.errors if answer else None, field="note")


def discard_draft(*, agent: Agent, call: Call) -> None:
    """Throw the draft away; the call may begin another one."""
    _refuse_placed(call)
    if call.order_id:
        answer = agent.client.desk_draft_delete(id=call.order_id)
        if not all(error.code == "NOT_FOUND" for error in (answer.errors if answer else [])):
            raise DeskRefusal("The draft could not be thrown away. Reload the page and look again.")
        call.order_id = call.order_number = ""
        call.save(update_fields=["order_id", "order_number"])


def _create_draft(*, agent: Agent, call: Call, variant_id: str, quantity: int) -> None:
    """Make the draft with its first line. Doing it twice finds the draft of the first time by its reference."""
    channel = app_client().desk_channel(slug=call.line.channel)
    if channel is None:
        raise DeskRefusal(f"The channel of the {call.line.name} line does not exist.")
    facts = {"source": "phone", "phone_line": call.line.slug, "phone_call": str(call.id), "phone_agent": agent.name}
    answer = agent.client.desk_draft_create(
        input=DraftOrderCreateInput(
            channel_id=channel.id,
            external_reference=call.reference,
            user=call.customer_id or None,
            user_email=call.customer_email or None,
            lines=[OrderLineCreateInput(variant_id=variant_id, quantity=quantity)],
            metadata=[MetadataInput(key=key, value=value) for key, value in facts.items()],
            private_metadata=[MetadataInput(key="phone_agent_email", value=call.agent_email)],
        )
    )
    order = answer.order if answer else None
    if order is None and answer and any(error.code == "UNIQUE" for error in answer.errors):
        order = agent.client.desk_order_by_reference(external_reference=call.reference)
    if order is None:
        refuse_if(answer.errors if answer else None, field="sku")
        raise DeskRefusal("The order could not be started. Try once more.", field="sku")
    call.order_id, call.order_number = order.id, order.number
    call.save(update_fields=["order_id", "order_number"])


def _draft_id(call: Call) -> str:
    if not call.order_id:
        raise DeskRefusal("Add a product first.")
    return call.order_id


def _refuse_placed(call: Call) -> None:
    if call.is_placed:
        raise DeskRefusal("The order has been placed and cannot be changed.")


def _check_quantity(quantity: int, *, field: str = "quantity") -> None:
    if not 1 <= quantity <= MOST_OF_ONE:
        raise DeskRefusal(f"The quantity is between 1 and {MOST_OF_ONE}.", field=field)
