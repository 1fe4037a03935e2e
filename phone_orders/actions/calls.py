"""Calls: begin, end, list."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.lines import LINES
from phone_orders.models import Call, Outcome
from phone_orders.numbers import e164


def start_call(*, agent: Agent, line_slug: str, caller_number: str = "") -> Call:
    """Begin a call on a line. Raises DeskRefusal for a line that is not the agent's."""
    line = LINES.get(line_slug)
    if line is None or line not in agent.lines:
        raise DeskRefusal("Choose one of your lines.", field="line")
    typed = caller_number.strip()
    number = e164(typed, region=line.country) if typed else ""
    if number is None:
        raise DeskRefusal("This is not a telephone number. Leave it empty if it is withheld.", field="caller_number")
    return Call.objects.create(
        line_slug=line.slug,
        agent_id=agent.person.id,
        agent_email=agent.person.email,
        agent_name=agent.name,
        caller_number=number,
    )


def end_call(*, call: Call, outcome: str, note: str = "") -> None:
    """End a call with what came of it; a call whose order was placed always ends as ordered."""
    if call.is_placed:
        outcome = Outcome.ORDERED
    elif outcome not in Outcome.values or outcome == Outcome.ORDERED:
        raise DeskRefusal("Say how the call ended.", field="outcome")
    call.outcome, call.note = outcome, note.strip()
    call.ended_at = call.ended_at or timezone.now()
    call.save(update_fields=["outcome", "note", "ended_at"])


def resume_call(*, call: Call) -> None:
    """Take a call up again that was ended without an order, such as when the customer rings back."""
    if call.is_placed:
        raise DeskRefusal("The order of this call has been placed. Start a new call.")
    call.outcome, call.ended_at = "", None
    call.save(update_fields=["outcome", "ended_at"])


def calls_of(agent: Agent) -> QuerySet[Call]:
    """Return the calls an agent may open, newest first."""
    lines = Q(line_slug__in=[line.slug for line in agent.lines])
    mine = Q() if agent.sees_every_call else Q(agent_id=agent.person.id)
    return Call.objects.filter(lines & mine)
