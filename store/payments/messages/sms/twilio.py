"""Text messages by Twilio's Messages API (version 2010-04-01): one form, posted over HTTPS."""

import logging
from typing import Any

import httpx

from store.payments.messages.sms.shape import SmsDoubtful, SmsRefused

log = logging.getLogger(__name__)

BASE = "https://api.twilio.com/2010-04-01"
TIMEOUT = httpx.Timeout(10.0, connect=3.0)  # seconds
NOT_KNOWN = "The provider did not answer: the text may have gone or not."
REASONS = {  # Twilio's error codes, in words for an agent
    20003: "The provider refused our account. Tell an admin.",
    20429: "Too many texts at once. Try again in a minute.",
    21211: "The provider does not know this number.",
    21408: "Texts to this country are switched off at the provider.",
    21606: "The line's sender cannot send texts. Tell an admin.",
    21610: "This customer has opted out of texts from us.",
    21612: "The line's sender cannot reach this number.",
    21614: "This is not a mobile number.",
}


class TwilioSms:
    """Sends by one Twilio account.

    Twilio knows no idempotency key, so a message is posted once and never again by itself: who sends a second one has
    to want it. Only a connection that never stood is told as not sent; an answer that got lost is in doubt.
    """

    def __init__(self, *, account: str, token: str, transport: httpx.BaseTransport | None = None) -> None:
        self._url = f"{BASE}/Accounts/{account}/Messages.json"
        self._http = httpx.Client(
            auth=(account, token), timeout=TIMEOUT, transport=transport, follow_redirects=False, trust_env=False
        )

    def send(self, *, to: str, text: str, sender: str) -> str:
        """Post the message and return its SID."""
        form = {"To": to, "Body": text, "MessagingServiceSid" if sender.startswith("MG") else "From": sender}
        try:
            answer = self._http.post(self._url, data=form)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
            raise SmsRefused("The provider cannot be reached. Try again in a minute.") from fault
        except httpx.HTTPError as fault:
            raise SmsDoubtful(NOT_KNOWN) from fault
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise SmsDoubtful(NOT_KNOWN)
        said = _json(answer)
        code = said.get("code") or said.get("error_code") or answer.status_code
        if answer.status_code != httpx.codes.CREATED or said.get("status") in ("failed", "undelivered"):
            # The code alone: Twilio's words repeat the customer's number.
            log.warning("Twilio answered %s with code %s", answer.status_code, code)
            raise SmsRefused(REASONS.get(code, f"The provider refused the text ({code})."))
        return str(said.get("sid", ""))


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
