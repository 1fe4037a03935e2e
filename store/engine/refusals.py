"""Refusals: what the engine says when it will not do as asked.

An action raises a `Refusal` (or a subclass with its facts, defined beside it); the mutation turns it into Saleor's
`errors` list. `PermissionDenied` is not a refusal: it becomes a top-level GraphQL error, as in Saleor.
"""

from collections.abc import Iterable
from typing import Any


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """One entry of Saleor's `errors`: `code`, the `field` it is about (camelCase, or None) and a message.

    Further facts become fields of the error type, such as `variants=["UHJv…"]` or `address_type="SHIPPING"`.
    """

    def __init__(self, message: str, *, code: str, field: str | None = None, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
        self.facts = facts

    def as_error(self) -> dict[str, Any]:
        """Return what the error type's fields read."""
        return {"message": self.message, "code": self.code, "field": self.field, **self.facts}


class Refusals(Exception):  # noqa: N818 - likewise
    """Several refusals at once, such as one per address field."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__("; ".join(refusal.message for refusal in self.refusals))


class PermissionDenied(Exception):  # noqa: N818 - Saleor's name; its class name is the error code clients read
    """The caller may not; Saleor's words."""

    def __init__(self, *codes: str, message: str = "") -> None:
        if not message:
            message = (
                f"To access this path, you need one of the following permissions: {', '.join(codes)}"
                if codes
                else "You do not have permission to perform this action"
            )
        super().__init__(message)
