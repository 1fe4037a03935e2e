"""Who may work at the desk, and what each may do there."""

from dataclasses import dataclass

from phone_orders.lines import PhoneLine, lines_of
from phone_orders.models import Call
from store.people import SignedIn
from store.saleor.client import SaleorClient
from store.saleor.client.fragments import Person

TAKES_ORDERS = "MANAGE_ORDERS"
TAKES_OFFLINE_PAYMENTS = "HANDLE_PAYMENTS"


@dataclass(frozen=True)
class Agent:
    """A member of staff at the desk, and the client that asks Saleor in their name."""

    person: Person
    client: SaleorClient
    permissions: frozenset[str]

    @classmethod
    def of(cls, signed_in: SignedIn) -> "Agent | None":
        """Return the agent, or None for somebody who may not take orders."""
        person = signed_in.person
        codes = frozenset(str(permission.code) for permission in person.user_permissions or [])
        if not (person.is_staff and person.is_active and TAKES_ORDERS in codes):
            return None
        return cls(person, signed_in.client, codes)

    @property
    def name(self) -> str:
        """How colleagues know the agent."""
        return f"{self.person.first_name} {self.person.last_name}".strip() or self.person.email

    @property
    def lines(self) -> list[PhoneLine]:
        """The lines this agent may answer."""
        return lines_of(self.person)

    @property
    def takes_offline_payments(self) -> bool:
        """May record that an order was paid by cheque, transfer or terminal; supervisors and admins may."""
        return TAKES_OFFLINE_PAYMENTS in self.permissions

    @property
    def sees_every_call(self) -> bool:
        """May open the calls of others."""
        return self.takes_offline_payments

    def may_open(self, call: Call) -> bool:
        """Tell whether a call is this agent's to work on."""
        if call.line not in self.lines:
            return False
        return self.sees_every_call or call.agent_id == self.person.id
