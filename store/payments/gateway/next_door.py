"""How the stand-in is reached: in this process, without a socket."""

from collections.abc import Callable, Mapping
from typing import Any

import stripe


class NextDoorClient(stripe.HTTPClient):
    """Hands Stripe's requests to a function in this process: how the stand-in is reached."""

    name = "next-door"

    def __init__(self, answer: Callable[..., tuple[str, int, Mapping[str, str]]]) -> None:
        super().__init__()
        self._answer = answer

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """Ask the function: body, status, headers."""
        return self._answer(method, url, headers or {}, post_data)

    def close(self) -> None:
        """Nothing is open."""
