"""The stand-in, compared with stripe-python's own types: it takes, answers and tells nothing that Stripe does not."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stripe
from django.conf import settings
from django.test import Client

from store.payments.sandbox import objects, urls
from store.payments.sandbox.api.answers import Call
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxEvent
from store.payments.sandbox.objects.cards import create_payment_method
from store.payments.sandbox.objects.disputes import close_dispute, open_dispute
from store.payments.sandbox.parameters import (
    Choice,
    Either,
    Flag,
    Group,
    Kind,
    ListOf,
    Metadata,
    Text,
    Whole,
)
from tests.payments.stripe_types import StripeCall, call_of, literals, members, object_faults, parameters, required

BASE = "/sandbox/stripe/"
KINDS: dict[type[Kind], type] = {Text: str, Whole: int, Flag: bool}


def routes() -> Iterator[tuple[str, str, Call]]:
    """Every call of the stand-in: method, path with `*` for what it names, and what it takes."""
    for pattern in urls.urlpatterns:
        if hasattr(pattern.callback, "calls"):
            path = "/" + re.sub(r"<\w+:\w+>", "*", str(pattern.pattern))
            for method, call in pattern.callback.calls.items():
                yield method, path, call


ROUTES = list(routes())


@pytest.mark.parametrize(("method", "path", "call"), ROUTES, ids=[f"{method} {path}" for method, path, _ in ROUTES])
def test_a_call_takes_what_stripes_takes(method: str, path: str, call: Call) -> None:
    theirs = call_of(method, path)
    if theirs.takes is None:
        assert not call.takes.fields
    else:
        assert differences(call.takes, theirs.takes, "") == []


def differences(ours: Group, theirs: type, where: str) -> list[str]:
    """Where a group of ours and a TypedDict of Stripe's do not agree."""
    known = parameters(theirs)
    found = [f"{where}{name}: Stripe does not know it" for name in (ours.fields.keys() | ours.knows) - known.keys()]
    found += [f"{where}{name}: not said to be known" for name in known.keys() - ours.fields.keys() - ours.knows]
    found += [f"{where}{name}: needed by Stripe" for name in required(theirs) - set(ours.needs) - ours.knows]
    for name in ours.fields.keys() & known.keys():
        found += _kind_differences(ours.fields[name], known[name], f"{where}{name}")
    return found


def _kind_differences(ours: Kind, theirs: Any, where: str) -> list[str]:
    parts = members(theirs)
    if isinstance(ours, Either):
        return _kind_differences(ours.text, theirs, where) + _kind_differences(ours.group, theirs, where)
    if isinstance(ours, Group):
        (inner,) = [part for part in parts if hasattr(part, "__required_keys__")] or [None]
        return [f"{where}: no group"] if inner is None else differences(ours, inner, f"{where}.")
    if isinstance(ours, ListOf):
        (inner,) = [part for part in parts if getattr(part, "__origin__", None) is list] or [None]
        return [f"{where}: no list"] if inner is None else _kind_differences(ours.kind, inner.__args__[0], f"{where}[]")
    if isinstance(ours, Metadata):
        return [] if any(getattr(part, "__origin__", None) is dict for part in parts) else [f"{where}: no metadata"]
    if isinstance(ours, Choice):
        unknown = {*ours.plays, *ours.knows} - literals(theirs)
        return [f"{where}: {unknown} are not words of Stripe's"] if unknown else []
    wanted = KINDS[type(ours)]
    return [] if wanted in parts or (wanted is str and literals(theirs)) else [f"{where}: no {wanted.__name__}"]


Ask = Callable[..., Any]


@pytest.fixture
def heard(db: None) -> list[tuple[str, str, dict[str, Any]]]:
    """Every answer that was given: method, path with `*`, body."""
    SandboxControl.set(mode="hold")
    return []


@pytest.fixture
def ask(heard: list[tuple[str, str, dict[str, Any]]]) -> Ask:
    """Ask the stand-in as a program does that writes its own HTTP."""

    def send(method: str, path: str, params: dict[str, str] | None = None, *, key: str = "", status: int = 200) -> Any:
        headers = {"Authorization": f"Bearer {settings.STRIPE_SECRET_KEY}"}
        headers["Stripe-Version"] = settings.STRIPE_API_VERSION
        if key:
            headers["Idempotency-Key"] = key
        call = Client().post if method == "POST" else Client().get
        answer = call(BASE + path, params or {}, headers=headers)
        assert answer.status_code == status, answer.content
        assert answer["Request-Id"].startswith("req_")
        body = json.loads(answer.content)
        pattern = re.sub(
            r"/(cs_test|pi|ch|re|pm|du|dp|ctoken|acct|we|evt)_[^/]+|(?<=country_specs)/..", "/*", f"/{path}"
        )
        heard.append((method, pattern, body))
        return body

    return send


LINES = {
    "line_items[0][quantity]": "2",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "2214",
    "line_items[0][price_data][product_data][name]": "Chart",
}
SESSION = {"mode": "payment", "success_url": "http://testserver/", "metadata[payment]": "1", **LINES}
SUBSCRIPTION = {
    **SESSION,
    "mode": "subscription",
    "line_items[0][price_data][recurring][interval]": "month",
    "subscription_data[metadata][payment]": "1",
}


def play_everything(ask: Ask) -> None:
    """Make every call once, and some in every state."""
    session = ask("POST", "v1/checkout/sessions", SESSION, key="a")["id"]
    objects.decline(session)
    expanded = {"expand[0]": "payment_intent.latest_charge"}
    ask("GET", f"v1/checkout/sessions/{session}", expanded)
    objects.pay(session)
    intent = ask("GET", f"v1/checkout/sessions/{session}", expanded)["payment_intent"]["id"]
    ask("GET", f"v1/payment_intents/{intent}", {"expand[0]": "latest_charge"})
    refund = ask("POST", "v1/refunds", {"payment_intent": intent, "amount": "1", "reason": "duplicate"}, key="r")["id"]
    ask("GET", "v1/refunds", {"payment_intent": intent})
    ask("GET", f"v1/refunds/{refund}")
    dispute = open_dispute(intent)
    ask("GET", f"v1/disputes/{dispute}")
    close_dispute(dispute, "won")
    ask("GET", "v1/disputes", {"payment_intent": intent})
    other = ask("POST", "v1/checkout/sessions", SESSION)["id"]
    ask("POST", f"v1/checkout/sessions/{other}/expire")
    member = ask("POST", "v1/checkout/sessions", SUBSCRIPTION)["id"]
    objects.pay(member)
    begun = ask("GET", f"v1/checkout/sessions/{member}")
    assert [begun[name] is None for name in ("payment_intent", "invoice", "subscription")] == [True, False, False]
    ask("GET", "v1/checkout/sessions", {"limit": "1", "created[gte]": "1"})
    assert refund.startswith("re_")
    ask("GET", "v1/account")
    ask("GET", "v1/country_specs/GB")
    ask("GET", "v1/webhook_endpoints")
    ask("GET", "v1/charges", {"payment_intent": intent})
    keyed = {"amount": "500", "currency": "gbp", "metadata[payment]": "2"}
    intent = ask("POST", "v1/payment_intents", keyed)["id"]
    moto = {"payment_method_options[card][moto]": "true"}
    declined = {"payment_method": card("4000000000009995"), **moto}
    refused = ask("POST", f"v1/payment_intents/{intent}/confirm", declined, status=402)
    assert refused["error"]["payment_intent"]["last_payment_error"]["decline_code"] == "insufficient_funds"
    asked = {"payment_method": card("4000002760003184"), **moto}
    ask("POST", f"v1/payment_intents/{intent}/confirm", asked)
    ask("POST", f"v1/payment_intents/{intent}/confirm", {"payment_method": card("4242424242424242"), **moto})
    ask("GET", f"v1/payment_intents/{intent}", {"expand[0]": "latest_charge"})
    ask("POST", f"v1/payment_intents/{ask('POST', 'v1/payment_intents', keyed)['id']}/cancel")


def card(number: str) -> str:
    """A card that was typed into Stripe's field."""
    typed = {"number": number, "exp_month": 12, "exp_year": 2031, "cvc": "123"}
    made = create_payment_method({"type": "card", "card": typed})
    assert object_faults(made, stripe.PaymentMethod, "payment_method") == []
    return str(made["id"])


def test_every_answer_has_the_fields_and_words_of_stripes(ask: Ask, heard: list[Any]) -> None:
    play_everything(ask)
    found = []
    for method, path, body in heard:
        theirs = call_of(method, path)
        if "error" in body:
            found += object_faults(body["error"], stripe.ErrorObject, f"{method} {path}")
            continue
        for shown in _each(body, theirs):
            found += object_faults(shown, theirs.gives, f"{method} {path}")
    assert found == []


def test_every_call_is_among_those_that_were_compared(ask: Ask, heard: list[Any]) -> None:
    play_everything(ask)
    assert {(method, path) for method, path, _ in ROUTES} - {(method, path) for method, path, _ in heard} == set()


def test_every_event_looks_like_stripes(ask: Ask) -> None:
    play_everything(ask)
    shapes: list[Any] = [stripe.checkout.Session, stripe.PaymentIntent, stripe.Charge, stripe.Refund, stripe.Dispute]
    classes = {shape.OBJECT_NAME: shape for shape in shapes}
    found = []
    for event in SandboxEvent.objects.all():
        found += object_faults(event.data, stripe.Event, event.data["type"])
        shown = event.data["data"]["object"]
        found += object_faults(shown, classes[shown["object"]], event.data["type"])
        assert event.data["api_version"] == settings.STRIPE_API_VERSION
    assert found == []
    told = {event.data["type"]: event.data["request"] for event in SandboxEvent.objects.all()}
    assert told["refund.created"]["idempotency_key"] == "r"
    assert told["refund.created"]["id"].startswith("req_")
    assert told["checkout.session.completed"] == {"id": None, "idempotency_key": None}  # the customer did it


def test_the_comparison_finds_what_is_wrong() -> None:
    wrong = {"id": "re_1", "object": "refund", "amount": "1", "created": 1, "colour": "red", "reason": "mood"}
    assert sorted(object_faults(wrong, stripe.Refund, "refund")) == [
        "refund.amount is str, not <class 'int'>",
        "refund.colour is unknown to Stripe",
        "refund.currency is missing",
        "refund.reason is 'mood', none of Stripe's words",
    ]
    assert differences(Group({"colour": Text(), "expand": Text()}), stripe.params.RefundRetrieveParams, "") == [
        "colour: Stripe does not know it",
        "expand: no str",
    ]


def test_the_version_is_the_one_that_stripe_python_speaks() -> None:
    assert stripe.api_version == settings.STRIPE_API_VERSION


def _each(body: dict[str, Any], theirs: StripeCall) -> list[dict[str, Any]]:
    if not theirs.is_list:
        return [body]
    assert set(body) == {"object", "url", "has_more", "data"}
    assert body["data"]
    return list(body["data"])
