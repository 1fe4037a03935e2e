"""Events: what Stripe tells us, believed only with its signature."""

import hashlib
import hmac
import time
from dataclasses import dataclass

import stripe

from store.payments.gateway.calls import Calls, ours


@dataclass(frozen=True)
class Event:
    """A verified event: what happened to which object."""

    id: str
    type: str
    object_id: str
    payment_id: str  # ours, from the metadata; empty when the object is not ours


class Events(Calls):
    """What can be done with events."""

    def signature_of(self, body: bytes) -> str:
        """Return the header with which Stripe would sign a body now, for trying whether our address takes it."""
        now = int(time.time())
        digest = hmac.new(self._webhook_secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={now},v1={digest}"

    def read_event(self, body: bytes, signature: str) -> Event | None:
        """Return a webhook's event; None unless it is JSON signed with our secret within the last five minutes."""
        if not self._webhook_secret:
            return None
        try:
            event = self._stripe.construct_event(body, signature, self._webhook_secret)
        except (stripe.SignatureVerificationError, ValueError):
            return None
        subject = event.data.object
        return Event(id=event.id, type=event.type, object_id=str(subject["id"]), payment_id=ours(subject))
