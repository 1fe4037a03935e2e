"""Stripe's way of saying no."""

from typing import Any


class StripeSays(Exception):  # noqa: N818 - an answer, not a fault
    """Stripe's error answer: HTTP status, type, code, the parameter it is about, and whatever belongs to it."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        param: str = "",
        kind: str = "invalid_request_error",
        status: int = 400,
        **facts: Any,  # such as decline_code and payment_intent
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.error = {"type": kind, "message": message} | facts
        if code:
            self.error |= {"code": code, "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"}
        if param:
            self.error["param"] = param


class SaidAndKept(StripeSays):
    """A refusal that changed something, such as a declined card, which the intent remembers."""


def missing(kind: str, object_id: str, *, param: str = "id", status: int = 404) -> StripeSays:
    """Return the answer about an object that is not there; 400 where it is named by a parameter."""
    return StripeSays(f"No such {kind}: '{object_id}'", code="resource_missing", param=param, status=status)
