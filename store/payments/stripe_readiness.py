"""Whether this shop can take money through its Stripe account: one finding per thing, each with what to do."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from store.markets import MARKETS
from store.payments.gateway import (
    AccountFacts,
    CardDeclined,
    CustomerNeeded,
    Endpoint,
    GatewayRefused,
    GatewayUnavailable,
    KeyRefused,
    MotoNotEnabled,
    gateway,
    is_test_key,
)
from store.payments.inbox import HANDLED
from store.payments.keyed_cards import may_be_keyed
from store.payments.models import KeyedCard

Post = Callable[[str, bytes, str], int]  # address, body, signature; returns the status, 0 where nothing answers
SKEW = timedelta(minutes=2)  # signatures are good for five
TEST_CARD = "pm_card_visa"  # Stripe's; works with test keys only
SHOWN_DUE = 3


@dataclass(frozen=True)
class Finding:
    """One thing that was checked; `to_do` is empty where all is well, `note` says more where there is more."""

    check: str
    to_do: str = ""
    note: str = ""


def findings(*, post: Post) -> Iterator[Finding]:
    """Check one thing after another; stop where Stripe is away or does not take the key."""
    yield _mode()
    try:
        account = gateway().account()
    except (KeyRefused, GatewayRefused) as error:
        yield Finding(
            "key",
            f"Stripe does not answer with this STRIPE_SECRET_KEY ({error}). Copy it again; "
            "a restricted key needs to read the account, webhook endpoints and country specs.",
        )
        return
    except GatewayUnavailable as error:
        yield Finding(
            "connection",
            f"Stripe cannot be reached ({error}). Let this machine out to {settings.STRIPE_API_BASE} and try again; "
            "nothing is known about the key yet.",
        )
        return
    yield Finding("key", note=f"{account.id}, {account.country}")
    yield from _account(account)
    yield _version(account)
    yield _currencies(account)
    yield from _endpoint()
    yield from _signing(post)
    yield _clock(account)
    yield _keyed_cards()


def _mode() -> Finding:
    if settings.STRIPE_SANDBOX:
        return Finding("mode", note="the stand-in answers: no money moves")
    if is_test_key() and not settings.DEMO:
        return Finding("mode", "This is a test key: nobody is charged. Put the live key into STRIPE_SECRET_KEY.")
    if not is_test_key() and (settings.DEMO or settings.ON_THIS_MACHINE):
        return Finding(
            "mode",
            "This is a live key in a demo: real cards would be charged. Use a test key, or set DEMO=0 and SITE_URL.",
        )
    return Finding("mode", note="test" if is_test_key() else "live")


def _account(account: AccountFacts) -> Iterator[Finding]:
    due = ", ".join(account.due[:SHOWN_DUE])
    asks = f" Stripe still asks for: {due}." if due else ""
    enabled = account.charges_enabled
    yield Finding(
        "charges", "" if enabled else f"The account may not charge yet. Finish it in Stripe's dashboard.{asks}"
    )
    enabled = account.payouts_enabled
    yield Finding("payouts", "" if enabled else f"Nothing is paid out to your bank. See to it in the dashboard.{asks}")
    active = account.card_payments == "active"
    yield Finding(
        "card payments",
        ""
        if active
        else f"The capability is {account.card_payments or 'not there'}. Ask "
        "for it in the dashboard, Settings, Payment methods.",
    )


def _version(account: AccountFacts) -> Finding:
    wanted = settings.STRIPE_API_VERSION
    if account.api_version in ("", wanted):
        return Finding("API version", note=wanted)
    return Finding(
        "API version", f"Stripe answers as {account.api_version}, the shop speaks {wanted}. Update the shop."
    )


def _currencies(account: AccountFacts) -> Finding:
    wanted = {market.currency for market in MARKETS.values()}
    try:
        missing = wanted - gateway().currencies(account.country)
    except (GatewayUnavailable, GatewayRefused) as error:
        return Finding("currencies", f"Stripe did not say in which this account may charge ({error}). Try again.")
    listed = ", ".join(sorted(missing or wanted))
    if missing:
        return Finding(
            "currencies", f"An account in {account.country} cannot charge in {listed}. Ask Stripe's support."
        )
    return Finding("currencies", note=listed)


def webhook_address() -> str:
    """Return where Stripe has to send our events."""
    return f"{settings.SITE_URL}{reverse('payments:stripe_webhook')}"


def _endpoint() -> Iterator[Finding]:
    address = webhook_address()
    try:
        ours = [endpoint for endpoint in gateway().endpoints() if endpoint.url == address]
    except (GatewayUnavailable, GatewayRefused) as error:
        yield Finding("webhook endpoint", f"Stripe did not list its webhook endpoints ({error}). Try again.")
        return
    if not ours:
        yield Finding(
            "webhook endpoint",
            f"There is none at {address}. Add it in the dashboard, Developers, "
            f"Webhooks, for API version {settings.STRIPE_API_VERSION} and these events: {_listed(HANDLED)}",
        )
        return
    if len(ours) > 1:
        yield Finding("webhook endpoint", f"There are {len(ours)} at {address}. Delete all but one.")
        return
    yield from _endpoint_facts(ours[0])


def _endpoint_facts(endpoint: Endpoint) -> Iterator[Finding]:
    switched = "" if endpoint.is_enabled else "It is switched off. Enable it in the dashboard."
    yield Finding("webhook endpoint", switched, note=endpoint.url)
    missing, more = HANDLED - endpoint.events, endpoint.events - HANDLED
    to_do = f"Add: {_listed(missing)}. " if missing and "*" not in endpoint.events else ""
    to_do += f"Take off: {_listed(more)}." if more else ""
    yield Finding("webhook events", to_do.strip(), note=f"{len(HANDLED)} kinds")
    version = endpoint.api_version
    to_do = (
        ""
        if version == settings.STRIPE_API_VERSION
        else (
            f"Events come as {version or 'the version of the account'}. Make the endpoint again for "
            f"{settings.STRIPE_API_VERSION}; its version cannot be changed."
        )
    )
    yield Finding("webhook version", to_do)


def _signing(post: Post) -> Iterator[Finding]:
    """Send ourselves an event that is about nothing, signed as Stripe signs, and the same with a wrong signature."""
    address = webhook_address()
    body = json.dumps(
        {
            "id": f"evt_check_{uuid4().hex}",
            "object": "event",
            "type": "shop.check",
            "api_version": None,
            "created": int(time.time()),
            "livemode": False,
            "data": {"object": {"id": "check", "object": "check"}},
        }
    ).encode()
    taken = post(address, body, gateway().signature_of(body))
    if taken == 0:
        yield Finding("signing secret", f"Nothing answers at {address}. Start the shop, or put SITE_URL right.")
        return
    to_do = (
        ""
        if taken == 200
        else (
            f"The shop that runs at {settings.SITE_URL} answers {taken} to a signed event: it has another "
            "STRIPE_WEBHOOK_SECRET than this command, or a proxy is in the way."
        )
    )
    yield Finding(
        "signing secret", to_do, note="the running shop has the same; only an event proves that Stripe has it"
    )
    refused = post(address, body, gateway().signature_of(body + b" "))
    to_do = "" if refused == 400 else f"An event with a wrong signature is answered {refused}, not 400."
    yield Finding("forged events", to_do, note="are refused" if not to_do else "")


def _clock(account: AccountFacts) -> Finding:
    if account.answered_at is None:
        return Finding("clock", note="Stripe's answer has no date to compare with")
    apart = abs(timezone.now() - account.answered_at)
    seconds = int(apart.total_seconds())
    if apart > SKEW:
        return Finding(
            "clock",
            f"This machine's clock is {seconds} s away from Stripe's, and events are refused after "
            "five minutes. Set it by NTP.",
        )
    return Finding("clock", note=f"{seconds} s apart")


def _keyed_cards() -> Finding:
    check = "keyed cards"
    if not settings.KEYED_CARD_LINES:
        return Finding(check, note="not wanted (KEYED_CARD_LINES is empty)")
    if not may_be_keyed():
        return Finding(check, "Stripe refused a keyed card a while ago. Ask its support to enable MOTO.")
    if is_test_key() and not settings.STRIPE_SANDBOX:
        return _try_a_test_card(check)
    last = KeyedCard.objects.filter(is_moto=True).order_by("-created_at").first()
    if last is not None:
        return Finding(check, note=f"one was charged {last.created_at:%Y-%m-%d}")
    return Finding(check, note="not known: Stripe tells only when a card is charged, and this key charges real ones")


def _try_a_test_card(check: str) -> Finding:
    """Charge Stripe's test card, which costs nothing: the flag is refused where MOTO is not enabled."""
    key = f"check-{uuid4()}"
    try:
        intent = gateway().open_intent(key=key, payment_id="", amount=100, currency="USD", description="Shop check")
        gateway().charge_keyed(key=f"{key}-card", intent_id=intent.id, payment_method_id=TEST_CARD)
    except MotoNotEnabled:
        return Finding(check, "Stripe does not take keyed cards of this account. Ask its support to enable MOTO.")
    except (CardDeclined, CustomerNeeded):
        return Finding(check, note="enabled; the test card itself was declined")
    except (GatewayRefused, GatewayUnavailable) as error:
        return Finding(check, f"Stripe did not say ({error}). Try again.")
    return Finding(check, note="enabled: a test card was charged")


def _listed(events: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(events))
