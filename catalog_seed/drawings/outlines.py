"""Outlines that are the same on both sides."""

from catalog_seed.drawings.ink import Point


def both_sides(half: list[Point]) -> list[Point]:
    """Return a symmetric outline from its right half, listed from top to bottom."""
    return half + [(-x, y) for x, y in reversed(half)]
