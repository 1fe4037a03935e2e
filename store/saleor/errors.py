"""What can go wrong between us and Saleor; everything raised by the client is one of these.

SaleorError
├── SaleorUnreachable        no GraphQL answer came; of a mutation nobody knows whether it was done
│   ├── NotAsked             it was never sent, so nothing was done: no connection, or asking is paused
│   ├── TurnedAway           Saleor or its proxy is too busy (HTTP 429), so nothing was done
│   ├── NotGraphQL           something answered in another language: a proxy's page, broken JSON, a wrong address
│   └── StorefrontClosed     this Saleor answers apps only (`allowStorefrontTraffic` is off): its owner must open it
└── SaleorRefused            it answered, and the answer is a top-level GraphQL error
    ├── NotPermitted         the caller may not
    └── OperationInvalid     the document or its variables are wrong: a fault of ours
"""

from typing import Any


class SaleorError(Exception):
    """Base of everything the client raises."""


class SaleorUnreachable(SaleorError):  # noqa: N818 - reads as what happened
    """No GraphQL answer came back; a mutation may have been done all the same.

    `passing` tells that asking once more may help; `wait` is how many seconds the server wants to be left alone.
    """

    def __init__(self, message: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.passing = passing
        self.wait = wait


class NotAsked(SaleorUnreachable):
    """The operation was never sent, so nothing was done."""


class TurnedAway(SaleorUnreachable):
    """Saleor is too busy and did nothing."""


class NotGraphQL(SaleorUnreachable):
    """What came back is not a GraphQL answer."""


class StorefrontClosed(SaleorUnreachable):
    """This Saleor answers nobody but apps."""


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
