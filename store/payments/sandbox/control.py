"""The control page: which events there were, what became of each, and every mishap at the press of a button."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from store.forms import Form
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl, send_due, switch
from store.payments.sandbox.models import SandboxEvent, SandboxObject
from store.payments.sandbox.refusals import StripeSays

SHOWN = 60  # events, newest first
MODES = [("deliver", "are sent at once"), ("hold", "wait here"), ("drop", "are lost")]
CHARGES = 10  # charges, newest first
# What people at Stripe and at banks do, without a call of the shop's.
AT_STRIPE: dict[str, Callable[[str], object]] = {
    "refund": lambda key: objects.create_refund({"payment_intent": key, "amount": 100}),
    "refund_succeeded": lambda key: objects.end_refund(key, "succeeded"),
    "refund_failed": lambda key: objects.end_refund(key, "failed"),
    "dispute": objects.open_dispute,
    "enquire": lambda key: objects.open_dispute(key, is_enquiry=True),
    "won": lambda key: objects.close_dispute(key, "won"),
    "lost": lambda key: objects.close_dispute(key, "lost"),
    "warning_closed": lambda key: objects.close_dispute(key, "warning_closed"),
}
STATES = {
    "waiting": "under way",
    "held": "waits here",
    "delivered": "taken",
    "failed": "not taken",
    "dropped": "lost",
}


class Switches(Form):
    """How the stand-in behaves from now on."""

    mode = forms.ChoiceField(label="Events", choices=MODES)
    delay = forms.IntegerField(label="Under way for (seconds)", min_value=0, max_value=86_400)
    twice = forms.BooleanField(label="Each event is sent twice", required=False)
    is_down = forms.BooleanField(label="The API is down (503)", required=False)
    slow = forms.IntegerField(label="Every answer is later by (ms)", min_value=0, max_value=60_000)
    faults = forms.IntegerField(label="Next writing calls that end with 500", min_value=0, max_value=100)
    is_moto_enabled = forms.BooleanField(label="Cards may be keyed (MOTO)", required=False)


@dataclass(frozen=True)
class Row:
    """An event as the page shows it."""

    event: SandboxEvent

    @property
    def state(self) -> str:
        """What became of it, in words."""
        return STATES[self.event.state]

    @property
    def subject(self) -> str:
        """Which object it is about."""
        return str(self.event.data["data"]["object"]["id"])

    @property
    def attempts(self) -> list[dict[str, Any]]:
        """When it was sent, and what the shop answered."""
        return [{"at": datetime.fromtimestamp(at, UTC), "status": status} for at, status in self.event.attempts]

    @property
    def is_open(self) -> bool:
        """Whether it can still be delayed or lost."""
        return self.event.state in ("waiting", "held", "failed")


@dataclass(frozen=True)
class ChargeRow:
    """A charge, with what went back of it and what its bank says."""

    charge: SandboxObject

    @property
    def refunds(self) -> list[dict[str, Any]]:
        """The refunds, oldest first."""
        return self._about("refund")

    @property
    def dispute(self) -> dict[str, Any] | None:
        """The dispute, if there is one."""
        return next(iter(self._about("dispute")), None)

    @property
    def left(self) -> int:
        """What can still go back, in minor units."""
        left: int = self.charge.data["amount"] - self.charge.data["amount_refunded"]
        return left

    def _about(self, kind: str) -> list[dict[str, Any]]:
        rows = SandboxObject.objects.filter(kind=kind, data__charge=self.charge.pk).order_by("created_at", "pk")
        return [row.data for row in rows]


@require_GET
def control(request: HttpRequest) -> HttpResponse:
    """List events with the buttons that send, repeat, delay and lose them."""
    send_due()
    return _page(request, Switches(initial=_as_it_is()))


@require_POST
def control_change(request: HttpRequest) -> HttpResponse:
    """Change how the stand-in behaves, or do something with events."""
    act, event = request.POST.get("act", ""), request.POST.get("event", "")
    if act == "mode":
        form = Switches(request.POST)
        if not form.is_valid():
            return _page(request, form, status=422)
        SandboxControl.set(**form.cleaned_data)
    elif act in AT_STRIPE:
        with suppress(StripeSays):  # the page was old: it shows now how things stand
            AT_STRIPE[act](request.POST.get("object", ""))
    elif act in ("release", "release_backwards"):
        SandboxControl.release(backwards=act == "release_backwards")
    elif SandboxEvent.objects.filter(pk=event).exists():
        match act:
            case "resend":
                SandboxControl.resend(event)
            case "delay":
                SandboxControl.delay(event, seconds=60)
            case "drop":
                SandboxControl.drop(event)
    return redirect("stripe_sandbox:control")


def _as_it_is() -> dict[str, Any]:
    row = switch()
    return {name: getattr(row, name) for name in Switches.base_fields}


def _page(request: HttpRequest, form: Switches, *, status: int = 200) -> HttpResponse:
    rows = [Row(event) for event in SandboxEvent.objects.order_by("-created_at", "-pk")[:SHOWN]]
    charges = SandboxObject.objects.filter(kind="charge")
    context = {
        "form": form,
        "rows": rows,
        "charges": [ChargeRow(charge) for charge in charges.order_by("-created_at", "-pk")[:CHARGES]],
        "held": SandboxEvent.objects.filter(state="held").count(),
        "now": timezone.now(),
        "switch": switch(),
    }
    return render(request, "stripe_sandbox/control.html", context, status=status)
