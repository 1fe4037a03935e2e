"""Faults that another try may cure: whoever meets one leaves the row as it is and goes on with it later."""

from store.payments.gateway import GatewayUnavailable
from store.payments.leases import BeingWorkedOn
from store.payments.locks import Queued
from store.saleor.errors import SaleorError

TRY_AGAIN = (GatewayUnavailable, SaleorError, BeingWorkedOn, Queued)
