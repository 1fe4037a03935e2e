"""A refund that staff ask for in Saleor's Dashboard: it goes to Stripe, and Saleor is told how it stands.

Saleor waits for the answer. Its request has no number of its own, but it is an event of the transaction, whose id is
the key: asked again, it is the same refund. What is asked is read again from Saleor, and only what stands there counts.
"""

import logging
from decimal import Decimal
from typing import Any

from store.amounts import major_units, minor_units
from store.backend import app_client
from store.payments.leases import BeingWorkedOn
from store.payments.gateway import GatewayUnavailable
from store.payments.models import Payment, Refund, RefundReason, RefundStatus
from store.payments.refunds import RefundRefused, continue_refund, request_refund
from store.saleor.client.enums import TransactionEventTypeEnum
from store.saleor.client.fragments import RefundableTransaction
from store.saleor.errors import SaleorError

log = logging.getLogger(__name__)

REQUEST = """action { actionType amount currency } grantedRefund { id reason }
  transaction { id pspReference events { id createdAt type pspReference amount { amount } } }"""
ASKED_BY = "Saleor Dashboard"


class AskAgain(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody knows yet; Saleor asks again when it is answered so."""


def answer_refund(payload: dict[str, Any]) -> dict[str, Any]:
    """Refund what is asked for and return the answer that Saleor expects. Raises AskAgain."""
