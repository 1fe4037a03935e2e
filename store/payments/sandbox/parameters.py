"""Reads Stripe's form encoding and refuses what Stripe would refuse."""

import re
from typing import Any

KEY = re.compile(r"([^\[\]]+)|\[([^\[\]]*)\]")


class StripeSays(Exception):  # noqa: N818 - an answer, not a fault
    """Stripe's error answer: HTTP status, type, code and the parameter it is about."""

    def __init__(
        self, message: str, *, code: str = "", param: str = "", kind: str = "invalid_request_error", status: int = 400
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {
            "error": {"type": kind, "message": message}
            | ({"code": code} if code else {})
            | ({"param": param} if param else {})
        }


# What may be sent: `*` stands for any list index or, under metadata, for any key.
SESSION_CREATE = {
    "mode",
    "ui_mode",
    "client_reference_id",
    "customer_email",
    "success_url",
    "cancel_url",
    "expires_at",
    "locale",
    "metadata[*]",
    "payment_intent_data[metadata][*]",
    "payment_intent_data[description]",
    "allowed_payment_method_types[*]",
    "line_items[*][quantity]",
    "line_items[*][price_data][currency]",
    "line_items[*][price_data][unit_amount]",
    "line_items[*][price_data][product_data][name]",
    "expand[*]",
}
SESSION_RETRIEVE = {"expand[*]"}
SESSION_LIST = {"limit", "starting_after", "status", "payment_intent", "created[gte]", "created[lt]"}
INTENT_RETRIEVE = {"expand[*]"}
REFUND_CREATE = {"payment_intent", "amount", "reason", "metadata[*]"}
REFUND_LIST = {"limit", "payment_intent", "starting_after"}
NOTHING: set[str] = set()


def read(pairs: list[tuple[str, str]], allowed: set[str]) -> dict[str, Any]:
    """Return flat `a[b][0]` pairs as nested dicts (lists become dicts keyed by index).

    Raises StripeSays with `parameter_unknown` for a name that is not allowed.
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        path = [plain or nested for plain, nested in KEY.findall(name)]
        if not any(_fits(path, pattern) for pattern in allowed):
            raise StripeSays(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)
        place = found
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = value
    return found


def whole(value: Any, name: str, *, least: int = 0) -> int:
    """Return an integer parameter. Raises StripeSays with `parameter_invalid_integer`."""
    if not re.fullmatch(r"-?\d+", str(value)):
        raise StripeSays(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
    number = int(value)
    if number < least:
        raise StripeSays(
            f"This value must be greater than or equal to {least}.", code="parameter_invalid_integer", param=name
        )
    return number


def needed(params: dict[str, Any], name: str) -> Any:
    """Return a parameter that must be there. Raises StripeSays with `parameter_missing`."""
    if not params.get(name):
        raise StripeSays(f"Missing required param: {name}.", code="parameter_missing", param=name)
    return params[name]


def _fits(path: list[str], pattern: str) -> bool:
    steps = [plain or nested for plain, nested in KEY.findall(pattern)]
    return len(steps) == len(path) and all(step in ("*", given) for step, given in zip(steps, path, strict=True))
