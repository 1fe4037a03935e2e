"""Waiting for a payment's event: a page that asks again by itself, more seldom as time goes by."""

from dataclasses import dataclass

from django.http import HttpRequest

LONG = 20  # times asked: half a minute


@dataclass(frozen=True)
class Wait:
    """How a page waits: whether it does at all, and how often it has asked."""

    goes_on: bool
    asked: int
    path: str

    @property
    def is_long(self) -> bool:
        """Whether the customer should hear that this is not as usual."""
        return self.asked >= LONG

    @property
    def milliseconds(self) -> int:
        """After what time to ask again."""
        return 10_000 if self.is_long else 1500

    @property
    def seconds(self) -> int:
        """The same without script, where the whole page comes anew."""
        return 15 if self.is_long else 3

    @property
    def address(self) -> str:
        """Where to ask next."""
        return f"{self.path}?asked={self.asked + 1}"


def wait_for(request: HttpRequest, *, goes_on: bool) -> Wait:
    """Return how this page goes on waiting, from what its address tells."""
    asked = request.GET.get("asked", "")
    return Wait(goes_on, int(asked) if asked.isdecimal() and len(asked) < 6 else 0, request.path)
