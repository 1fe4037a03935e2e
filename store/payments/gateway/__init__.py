"""Stripe, spoken here and nowhere else: the calls we make, in our words.

Amounts are whole minor units. Every call that changes something carries an idempotency key made from our own row.
`GatewayUnavailable` means nobody knows whether it happened: call again with the same key. `GatewayRefused` means it
did not and will not happen.
"""

from store.payments.gateway.account import AccountFacts, Endpoint, dashboard_address, is_test_key
from store.payments.gateway.calls import GatewayRefused, GatewayUnavailable, KeyRefused
from store.payments.gateway.charges import Charge
from store.payments.gateway.connection import Gateway, gateway
from store.payments.gateway.disputes import StripeDispute
from store.payments.gateway.events import Event
from store.payments.gateway.intents import CardDeclined, CustomerNeeded, Intent, MotoNotEnabled
from store.payments.gateway.next_door import NextDoorClient
from store.payments.gateway.refunds import StripeRefund
from store.payments.gateway.sessions import Line, Session

__all__ = [
    "AccountFacts",
    "CardDeclined",
    "Charge",
    "CustomerNeeded",
    "Endpoint",
    "Event",
    "Gateway",
    "GatewayRefused",
    "GatewayUnavailable",
    "Intent",
    "KeyRefused",
    "Line",
    "MotoNotEnabled",
    "NextDoorClient",
    "Session",
    "StripeDispute",
    "StripeRefund",
    "dashboard_address",
    "gateway",
    "is_test_key",
]
