"""The control page: which events there were, what became of each, and every mishap at the press of a button."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from store.payments.sandbox.events import SandboxControl, send_due, switch
from store.payments.sandbox.models import SandboxEvent

SHOWN = 60  # events, newest first
MODES = [("deliver", "are sent at once"), ("hold", "wait here"), ("drop", "are lost")]
STATES = {
    "waiting": "under way",
    "held": "waits here",
    "delivered": "taken",
    "failed": "not taken",
    "dropped": "lost",
}


class Switches(forms.Form):
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
    context = {
        "form": form,
        "rows": rows,
        "held": SandboxEvent.objects.filter(state="held").count(),
        "now": timezone.now(),
        "switch": switch(),
    }
    return render(request, "stripe_sandbox/control.html", context, status=status)
