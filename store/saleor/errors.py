"""What can go wrong between us and Saleor; everything raised by the client is one of these.

SaleorError
├── SaleorUnreachable        no answer came: network, timeout, a broken proxy
└── SaleorRefused            it answered, and the answer is a top-level GraphQL error
    ├── NotPermitted         the caller may not
    └── OperationInvalid     the document or its variables are wrong: a fault of ours
"""

from typing import Any


class SaleorError(Exception):
    """Base of everything the client raises."""


class SaleorUnreachable(SaleorError):  # noqa: N818 - reads as what happened
    """No GraphQL answer came back."""


class SaleorRefused(SaleorError):  # noqa: N818
    """Saleor answered with top-level errors; `codes` are their exception codes."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        self.errors = errors
        self.codes = [str(error.get("extensions", {}).get("exception", {}).get("code", "")) for error in errors]
        super().__init__("; ".join(str(error.get("message", "")) for error in errors))


class NotPermitted(SaleorRefused):
    """The caller lacks a permission, or its token is no longer good."""


class OperationInvalid(SaleorRefused):
    """The operation does not fit this Saleor."""


PERMISSION_CODES = {"PermissionDenied", "ExpiredSignatureError", "InvalidSignatureError", "InvalidTokenError"}


def refusal_of(errors: list[dict[str, Any]], *, has_data: bool) -> SaleorRefused:
    """Return the right refusal for an answer's top-level errors."""
    refused = SaleorRefused(errors)
    if PERMISSION_CODES.intersection(refused.codes):
        return NotPermitted(errors)
    return refused if has_data else OperationInvalid(errors)
