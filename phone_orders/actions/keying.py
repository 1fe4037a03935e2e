"""Keying a caller's card: who may, the recording first, then Stripe; every way out lets the recording go on."""

import logging
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.conf import settings

from phone_orders import recording
from phone_orders.actions.drafts import read_order
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.lines import PhoneLine
from phone_orders.models import Call, RecordingPause
from store.amounts import written_minor
from store.payments.keyed_cards import (
    KeyingRefused,
    PaymentInFlight,
    PaymentsUnavailable,
    ask_again,
    close_keying,
    key_card,
    live_keying,
    may_be_keyed,
    open_keying,
)
from store.payments.models import KeyedCard, Payment
from store.saleor.client.fragments import DeskOrder

log = logging.getLogger(__name__)

Ending = RecordingPause.Ending
Outcome = KeyedCard.Outcome

REFUSED = {
    "off": "Stripe does not take keyed cards of this account just now. Send the pay-link.",
    "unknown": "This order is gone.",
    "cancelled": "This order was cancelled.",
    "paid": "This order is paid already.",
    "changed": "The order has changed since the card pane was opened. Read the new total out and open it again.",
    "closed": "The card pane was closed meanwhile, such as by the caller who opened the link. Nothing was charged.",
    "busy": "Another card is just being charged. Ask Stripe what became of it.",
    "wrong": "This card was keyed for another order. Nothing was charged.",
}
NOT_PAUSED = "Nobody has said that the recording is paused, so no card may be spoken. Pause it, or send the pay-link."
IN_FLIGHT = "The caller has just paid. Wait a moment."
AWAY = "Stripe does not answer. Nothing was charged; try again in a minute, or send the pay-link."
UNKNOWN = "Stripe has not answered, so nobody knows yet whether the card was charged. Ask again: it is charged once."
FALLS_BACK: dict[str, str] = {
    Outcome.CUSTOMER_NEEDED: "The bank wants the cardholder to confirm. Nothing was charged: send the pay-link.",
    Outcome.NOT_ENABLED: "Stripe does not take keyed cards of this account. Nothing was charged: send the pay-link.",
    Outcome.NOT_CHARGED: "This card was not charged.",
}
DECLINES = {
    "insufficient_funds": "there is not enough money on it",
    "expired_card": "it has expired",
    "incorrect_cvc": "the security code is wrong",
    "incorrect_number": "the number is wrong",
    "processing_error": "the bank could not process it; the same card may work in a minute",
}
LIKE_ANY_OTHER = {
    "lost_card",
    "stolen_card",
    "pickup_card",
    "fraudulent",
    "merchant_blacklist",
}  # never told to a caller


def keyed_card_limit(agent: Agent, line: PhoneLine) -> int:
    """Return the most that this agent may charge to one keyed card on a line, in minor units; 0: may not."""
    if line.slug not in settings.KEYED_CARD_LINES:
        return 0
    limits = settings.SUPERVISOR_KEYED_CARD_LIMITS if agent.takes_offline_payments else settings.AGENT_KEYED_CARD_LIMITS
    most = Decimal(limits.get(line.currency, "0"))
    return int(most.scaleb(get_currency_precision(line.currency)))


def why_no_card(agent: Agent, call: Call, order: DeskOrder | None) -> str:
    """Return why no card may be keyed for this order; empty when it may."""
    most = keyed_card_limit(agent, call.line)
    if not most:
        return "On this line you take payments by link."
    if order is None or not call.is_placed:
        return "Place the order first."
    if order.owes_nothing:
        return REFUSED["paid"]
    if not may_be_keyed():
        return REFUSED["off"]
    if order.total.gross.fractional_amount > most:
        return f"Cards are keyed up to {written_minor(most, call.line.currency)}. Send the pay-link."
    return ""


def open_pane(*, agent: Agent, call: Call, said_paused: bool) -> Payment:
    """Pause the recording, then open a payment on which cards are keyed; a link's open page is closed.

    Raises DeskRefusal, with the recording going on.
    """
    _check(agent, call)
    try:
        recording.pause(call, by=agent.person.email, said=said_paused)
    except recording.NotAcknowledged as error:
        raise DeskRefusal(NOT_PAUSED, field="paused") from error
    try:
        return open_keying(order_id=call.order_id)
    except (KeyingRefused, PaymentInFlight, PaymentsUnavailable) as error:
        recording.resume(call, ending=Ending.CLOSED)
        raise DeskRefusal(_said(error)) from error


def open_payment(*, agent: Agent, call: Call) -> Payment:
    """Return the payment of the open pane. Raises DeskRefusal when it is not open, or open no longer."""
    _check(agent, call)
    pause = recording.pause_of(call)
    payment = live_keying(order_id=call.order_id)
    if pause is not None and not pause.is_on and pause.ended_at is None:
        end_pane(call=call, ending=Ending.TIMEOUT)
        raise DeskRefusal("The time for keying a card is over. Open the pane again.")
    if payment is None or pause is None or not pause.is_on:
        recording.resume(call, ending=Ending.CLOSED)  # Stripe's event may have settled the payment under the open pane
        raise DeskRefusal(REFUSED["closed"])
    return payment


def charge_card(*, agent: Agent, call: Call, method_id: str) -> KeyedCard:
    """Charge the card that Stripe's field has taken. Raises DeskRefusal with what the agent says next."""
    payment = open_payment(agent=agent, call=call)
    if payment.amount > keyed_card_limit(agent, call.line):
        raise DeskRefusal("This is more than you may charge to a keyed card. Send the pay-link.")
    try:
        card = key_card(payment=payment, method_id=method_id, keyed_by=agent.person.email)
    except (KeyingRefused, PaymentInFlight, PaymentsUnavailable) as error:
        if not (isinstance(error, KeyingRefused) and error.why == "busy"):
            recording.resume(call, ending=Ending.CLOSED)
        raise DeskRefusal(_said(error)) from error
    return _told(call, card)


def check_card(*, agent: Agent, call: Call) -> KeyedCard | None:
    """Ask Stripe what became of the card whose answer is missing; None when no answer is missing."""
    payment = open_payment(agent=agent, call=call)
    card = ask_again(payment)
    return _told(call, card) if card is not None else None


def close_pane(*, agent: Agent, call: Call, ending: RecordingPause.Ending = Ending.CLOSED) -> None:
    """Close the pane. Raises DeskRefusal when a card was charged, or Stripe does not say."""
    order = read_order(agent=agent, call=call)
    if order is not None and order.owes_nothing:
        ending = Ending.PAID
    end_pane(call=call, ending=ending)


def say_resumed(*, agent: Agent, call: Call) -> None:
    """Note the agent's word that the recording goes on."""
    recording.say_resumed(call, by=agent.person.email)


def end_pane(*, call: Call, ending: RecordingPause.Ending) -> None:
    """Let the recording go on, whatever Stripe answers; then close the payment, so that no card is charged any more."""
    recording.resume(call, ending=ending)
    payment = live_keying(order_id=call.order_id) if call.order_id else None
    if payment is None:
        return
    try:
        close_keying(payment)
    except PaymentInFlight as error:
        raise DeskRefusal("The card was charged before the pane was closed. The order is paid in a moment.") from error
    except PaymentsUnavailable as error:
        raise DeskRefusal(UNKNOWN) from error


def end_overdue(call: Call | None = None) -> int:
    """End every pause whose time is over, and ask again for what was not acknowledged; return how many went on."""
    ended = 0
    for found in recording.overdue_pauses(call):
        try:
            if found.ended_at is None:
                end_pane(call=found.call, ending=Ending.TIMEOUT)
            else:
                recording.resume(found.call, ending=Ending.TIMEOUT)
        except DeskRefusal as refusal:
            log.warning("Call %s: the pane's time is over, but: %s", found.call_id, refusal.message)
        found.refresh_from_db()
        ended += found.resumed_at is not None
    return ended


def why_declined(card: KeyedCard) -> str:
    """Return a decline as an agent may say it; a lost or stolen card is told like any other."""
    reason = DECLINES.get(card.decline_code, "")
    return f"The card was declined: {reason}." if reason else "The card was declined."


def _told(call: Call, card: KeyedCard) -> KeyedCard:
    if card.outcome == Outcome.PAID:
        recording.resume(call, ending=Ending.PAID)
    elif card.outcome == Outcome.ASKED:
        raise DeskRefusal(UNKNOWN, code="UNKNOWN")
    elif card.outcome in (Outcome.CUSTOMER_NEEDED, Outcome.NOT_ENABLED):
        recording.resume(call, ending=Ending.LINK)
        raise DeskRefusal(FALLS_BACK[card.outcome])
    return card


def _check(agent: Agent, call: Call) -> None:
    order = read_order(agent=agent, call=call)
    reason = why_no_card(agent, call, order)
    if reason:
        if recording.pause_of(call) is not None:
            recording.resume(call, ending=Ending.PAID if order is not None and order.owes_nothing else Ending.CLOSED)
        raise DeskRefusal(reason)


def _said(error: Exception) -> str:
    if isinstance(error, KeyingRefused):
        return REFUSED[error.why]
    return IN_FLIGHT if isinstance(error, PaymentInFlight) else AWAY
