"""What a picture is: a name and how to draw it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """A drawing named after the product or article that it shows."""

    slug: str
    draw: Callable[[], str]
