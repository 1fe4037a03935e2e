"""Keying a caller's card at the desk: who may, the recording first, another card, and every way back to the link."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from phone_orders.models import Call, RecordingPause
from phone_orders.views.card import policy_of
from store.engine.models import Address, Channel, Order, User
from store.engine.schema.ids import to_global_id
from store.payments import keyed_cards
from store.payments.leases import BeingWorkedOn
from store.payments.models import Capability, KeyedCard, PayLink, Payment, PaymentStatus
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from store.payments.settlement import settle
from tests.factories import order
from tests.factories.cards import method_of
from tests.phone_orders.conftest import signed_in
from tests.phone_orders.ringing import do

DECLINED, ASKS_CUSTOMER = "4000000000009995", "4000002760003184"


@pytest.fixture(autouse=True)
def _us_keys_cards(db: None, settings: Settings) -> None:
    settings.KEYED_CARD_LINES = ["us"]
    SandboxControl.set(mode="hold")


@pytest.fixture
def chief(supervisor: User) -> Client:
    return signed_in(supervisor)


def placed(user: User) -> Call:
    """An order of two charts at $41 each, with $5 for the parcel, that somebody has just taken."""
    taken = order.order(
        channel=Channel.objects.get(slug="us"),
        total="87.00",
        billing_address=Address.objects.create(
            first_name="Ada", last_name="Byron", street_address_1="1 Market St", postal_code="94105", country="US"
        ),
    )
    return Call.objects.create(
        line_slug="us",
        agent_id=to_global_id("User", user.pk),
        agent_email=user.email,
        order_id=order.global_id(taken),
        order_number=taken.number,
        placed_at=timezone.now(),
    )


def opened(browser: Client, call: Call) -> str:
    """Open the card pane after pausing the recording; return what is shown."""
    return do(browser, call, "card/open", paused="on")


def charged(browser: Client, call: Call, number: str = "4242424242424242") -> str:
    """Charge a card that Stripe's field took."""
    return do(browser, call, "card/charge", payment_method=method_of(number))


def charges() -> int:
    return SandboxObject.objects.filter(kind="charge").count()


def test_a_supervisor_keys_a_card_and_the_order_is_paid(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    assert "Open the card pane" in do(chief, call, "pay", payment="link")

    pane = opened(chief, call)
    assert "$87.00 for order #" in pane
    screen = charged(chief, call)

    assert "$87.00 received. Nothing more to do." in screen
    assert "Visa •••• 4242" in screen
    assert "as an order by telephone" in screen
    assert "postcode matches" in screen
    payment = Payment.objects.get(is_keyed=True)
    assert (payment.status, payment.charged, charges()) == (PaymentStatus.PLACED, 8700, 1)
    assert Order.objects.get().charge_status == "FULL"


def test_where_stripes_event_is_faster_its_worker_is_waited_for(
    chief: Client, monkeypatch: pytest.MonkeyPatch, supervisor: User
) -> None:
    call = placed(supervisor)
    opened(chief, call)
    working = iter([True, True])

    def settle_at_last(payment: Payment) -> Payment:
        if next(working, False):
            raise BeingWorkedOn
        return settle(payment)

    monkeypatch.setattr(keyed_cards, "settle", settle_at_last)

    screen = charged(chief, call)

    assert "$87.00 received. Nothing more to do." in screen
    assert "Switch the recording on again." in screen


def test_a_payment_settled_under_the_open_pane_lets_the_recording_go_on(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)
    Payment.objects.filter(is_keyed=True).update(status=PaymentStatus.PAID)  # and the order follows in a moment

    screen = chief.get(f"/phone/calls/{call.pk}/card/", follow=True).content.decode()

    assert "Switch the recording on again." in screen
    assert RecordingPause.objects.get().ending == RecordingPause.Ending.CLOSED


def test_it_is_off_until_a_line_is_named(chief: Client, settings: Settings, supervisor: User) -> None:
    settings.KEYED_CARD_LINES = []
    call = placed(supervisor)

    assert "card pane" not in do(chief, call, "pay", payment="link")
    assert "On this line you take payments by link." in opened(chief, call)
    assert not RecordingPause.objects.exists()


def test_agents_key_no_cards_unless_the_settings_let_them(desk: Client, settings: Settings, agent: User) -> None:
    call = placed(agent)
    assert "On this line you take payments by link." in opened(desk, call)
    assert "On this line you take payments by link." in charged(desk, call)

    settings.AGENT_KEYED_CARD_LIMITS = {"USD": "100"}

    assert "$87.00 for order #" in opened(desk, call)
    assert "Nothing more to do." in charged(desk, call)


def test_each_role_has_a_limit(desk: Client, settings: Settings, agent: User) -> None:
    settings.AGENT_KEYED_CARD_LIMITS = {"USD": "86.99"}
    call = placed(agent)

    assert "Cards are keyed up to $86.99." in opened(desk, call)


def test_a_right_that_is_taken_away_ends_with_the_next_step(
    chief: Client, supervisor: User, settings: Settings
) -> None:
    call = placed(supervisor)
    opened(chief, call)
    settings.KEYED_CARD_LINES = []

    assert "On this line you take payments by link." in charged(chief, call)

    assert charges() == 0
    assert RecordingPause.objects.get().ended_at is not None


def test_the_pane_stays_shut_while_nobody_says_that_the_recording_is_paused(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)

    screen = do(chief, call, "card/open")

    assert "Nobody has said that the recording is paused" in screen
    assert not RecordingPause.objects.exists()
    assert not Payment.objects.exists()


def test_nothing_is_charged_without_the_pause(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)
    RecordingPause.objects.all().delete()

    assert "The card pane was closed meanwhile" in charged(chief, call)
    assert charges() == 0


def test_a_declined_card_makes_room_for_another_on_the_same_payment(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    pane = charged(chief, call, DECLINED)
    assert "The card was declined: there is not enough money on it." in pane
    assert "Ask for another card." in pane
    screen = charged(chief, call)

    assert "Nothing more to do." in screen
    assert [card.outcome for card in KeyedCard.objects.all()] == ["declined", "paid"]
    assert SandboxObject.objects.filter(kind="payment_intent").count() == 1


def test_a_lost_card_is_told_like_any_other(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    pane = charged(chief, call, "4000000000009987")

    assert "The card was declined." in pane
    assert "lost" not in pane


def test_a_bank_that_wants_the_customer_leads_back_to_the_link(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    screen = charged(chief, call, ASKS_CUSTOMER)

    assert "The bank wants the cardholder to confirm. Nothing was charged: send the pay-link." in screen
    assert RecordingPause.objects.get().ending == "link"
    assert "Pay-link" in do(chief, call, "pay", payment="link")


def test_an_account_without_moto_says_so_and_is_not_asked_for_a_while(chief: Client, supervisor: User) -> None:
    SandboxControl.set(mode="hold", is_moto_enabled=False)
    call = placed(supervisor)
    opened(chief, call)

    screen = charged(chief, call)
    assert "Stripe does not take keyed cards of this account. Nothing was charged: send the pay-link." in screen
    assert "Stripe does not take keyed cards of this account just now." in opened(chief, call)
    Capability.objects.update(off_until=timezone.now() - timedelta(seconds=1))
    SandboxControl.set(mode="hold")
    do(chief, call, "card/resumed")

    assert "$87.00 for order #" in opened(chief, call)


def test_while_stripe_is_silent_the_agent_asks_again_and_nobody_pays_twice(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)
    SandboxControl.set(mode="hold", is_down=True)

    pane = charged(chief, call)
    assert "Nobody knows yet whether this card was charged." in pane
    assert "Charge $87.00" not in pane
    SandboxControl.set(mode="hold")
    screen = do(chief, call, "card/check")

    assert "Nothing more to do." in screen
    assert charges() == 1


def test_closing_the_pane_lets_the_recording_go_on_and_leaves_the_link(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    screen = do(chief, call, "card/close")

    assert "Switch the recording on again." in screen
    assert "Pay-link" in screen
    assert Payment.objects.get(is_keyed=True).status == PaymentStatus.EXPIRED
    assert "The card pane was closed meanwhile" in charged(chief, call)


def test_the_pane_can_send_a_link_in_its_place(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    screen = do(chief, call, "card/close", link="")

    assert "Pay-link" in screen
    assert PayLink.objects.filter(order_id=call.order_id, cancelled_at=None).count() == 1
    assert RecordingPause.objects.get().ending == "link"


def test_the_pane_closes_by_itself_when_its_time_is_over(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)
    RecordingPause.objects.update(until=timezone.now() - timedelta(seconds=1))

    screen = charged(chief, call)

    assert "The time for keying a card is over." in screen
    assert (charges(), RecordingPause.objects.get().ending) == (0, "timeout")
    assert Payment.objects.get(is_keyed=True).status == PaymentStatus.EXPIRED


def test_what_is_no_card_of_stripes_is_not_charged(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    pane = do(chief, call, "card/charge", payment_method="")

    assert "field gave no card" in pane
    assert not KeyedCard.objects.exists()


def test_a_card_number_posted_to_the_pane_goes_nowhere(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    pane = do(chief, call, "card/charge", payment_method="4242 4242 4242 4242")

    assert "4242" not in pane
    assert not KeyedCard.objects.exists()


def test_only_the_pane_carries_stripes_script(chief: Client, monkeypatch: pytest.MonkeyPatch, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    pane = chief.get(f"/phone/calls/{call.pk}/card/")
    screen = chief.get(f"/phone/calls/{call.pk}/")

    assert "stripe.js" in pane.content.decode()
    assert "frame-src 'self'" in pane["Content-Security-Policy"]
    assert "stripe.js" not in screen.content.decode()
    assert "frame-src" not in screen["Content-Security-Policy"]
    assert pane["Cache-Control"] == "no-store"


def test_the_real_field_comes_from_stripe_alone() -> None:
    policy = policy_of(sandbox=False)

    hosts = {source for sources in policy.values() for source in sources} - {"'self'"}
    assert {host.rpartition(".stripe.com")[1:] for host in hosts} == {(".stripe.com", "")}
    assert set(policy) == {"script-src", "frame-src", "connect-src", "img-src"}


def test_without_script_the_pane_says_so_and_offers_the_link(chief: Client, supervisor: User) -> None:
    pane = opened(chief, placed(supervisor))

    assert "needs a browser with script" in pane
    assert "Send a pay-link instead" in pane


@pytest.mark.parametrize("step", ["card/open", "card/charge", "card/check", "card/close", "card/resumed"])
def test_the_calls_of_others_stay_closed(desk: Client, chief: Client, step: str, supervisor: User) -> None:
    call = placed(supervisor)

    assert desk.post(f"/phone/calls/{call.pk}/{step}/").status_code == 404
    assert desk.get(f"/phone/calls/{call.pk}/{step}/").status_code in (404, 405)


def test_the_desk_never_learns_more_of_a_card_than_four_digits(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)
    charged(chief, call)

    kept: list[Any] = [
        *SandboxObject.objects.values(),
        *KeyedCard.objects.values(),
        *Payment.objects.values(),
    ]
    assert "42424242" not in str(kept)
