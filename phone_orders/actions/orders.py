"""Orders of any origin: finding one, and giving money of it back."""

from dataclasses import dataclass

from phone_orders.actions.refusals import DeskRefusal, refuse_if
from phone_orders.agents import Agent
from store.payments.models import Dispute, OrderLink, Payment, Refund
from store.payments.order_links import links_of_orders
from store.payments.refunds.refundable import Refundable
from store.saleor.client.fragments import DeskOrder, DeskOrderRow
from store.saleor.client.input_types import IntFilterInput, OrderWhereInput, StringFilterInput

CANCEL_FAILED = "The money is on its way, but the order could not be cancelled: {}"


@dataclass(frozen=True)
class FoundOrder:
    """An order in a list, and the token of its page."""

    order: DeskOrderRow
    token: str


class OrderPage:
    """One order at the desk: what was bought, what was paid and given back, and what its bank says."""

    def __init__(self, agent: Agent, order: DeskOrder, link: OrderLink) -> None:
        self.agent = agent
        self.order = order
        self.link = link
        self.payments = list(Payment.objects.filter(order_id=order.id).exclude(charged=0).order_by("created_at"))
        self.refunds = list(
            Refund.objects.filter(payment__order_id=order.id)
            .select_related("payment")
            .prefetch_related("lines")
            .order_by("-created_at")
        )
        self.disputes = list(Dispute.objects.filter(payment__order_id=order.id).select_related("payment"))

    def refundable(self, payment_id: str = "") -> Refundable | None:
        """Return the payment that a refund comes out of: this one of the order's, else the first with something left.

        A form names the payment that it was drawn for, so that a second click never takes another one.
        """
        if not self.payments:
            return None
        named = (payment for payment in self.payments if str(payment.pk) == payment_id)
        with_something = (payment for payment in self.payments if payment.left)
        chosen = next(named, None) or next(with_something, self.payments[-1])
        return Refundable(chosen, permissions=self.agent.permissions)


def find_orders(*, agent: Agent, words: str) -> list[FoundOrder]:
    """Find orders of this agent's lines by their number or their customer's whole e-mail address."""
    typed = words.strip().lstrip("#")
    if not typed:
        return []
    if typed.isdecimal() and len(typed) < 10:
        where = OrderWhereInput(number=IntFilterInput(eq=int(typed)))
    elif "@" in typed:
        where = OrderWhereInput(user_email=StringFilterInput(one_of=[typed, typed.lower()]))
    else:
        raise DeskRefusal("Type an order's number, or the customer's whole e-mail address.", field="q")
    answer = agent.client.desk_orders(where=where)
    return with_tokens(agent, [edge.node for edge in answer.edges] if answer else [])


def with_tokens(agent: Agent, orders: list[DeskOrderRow]) -> list[FoundOrder]:
    """Return the placed orders that this agent may open, each with the token of its page."""
    mine = [order for order in orders if order.status != "DRAFT" and _is_mine(agent, order.channel.slug)]
    links = links_of_orders({order.id: order.channel.slug for order in mine})
    return [FoundOrder(order, links[order.id].token) for order in mine]


def open_order(*, agent: Agent, token: str) -> OrderPage | None:
    """Return an order by the token of its page; None for one that is not there or of somebody else's line."""
    link = OrderLink.objects.filter(token=token).exclude(order_id="").first()
    if link is None or not _is_mine(agent, link.channel):
        return None
    order = agent.client.desk_order_by_id(id=link.order_id)
    return OrderPage(agent, order, link) if order is not None else None


def cancel_order(*, agent: Agent, page: OrderPage) -> None:
    """Cancel an order in the agent's own name, so that its stock is free again. Raises DeskRefusal."""
    answer = agent.client.order_cancel(id=page.order.id)
    if answer is None:
        raise DeskRefusal(CANCEL_FAILED.format("Saleor did not answer."))
    refuse_if(answer.errors)


def _is_mine(agent: Agent, channel: str) -> bool:
    return any(line.channel == channel for line in agent.lines)
