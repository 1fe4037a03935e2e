"""Options stand as in the file, whatever order the server puts new ones in."""

import pytest

from catalog_seed.nouns.variants import moves_to


@pytest.mark.parametrize(
    ("wanted", "there", "moves"),
    [
        (["soft", "medium", "firm"], ["firm", "medium", "soft"], [("soft", -2), ("medium", -1)]),
        (["full", "3x"], ["3x", "full"], [("full", -1)]),
        (["a", "b"], ["a", "b"], []),
        (["a", "b"], ["own", "b", "a"], [("a", -2), ("b", -1)]),
        (["a", "new", "b"], ["b", "a"], [("a", -1)]),
    ],
)
def test_what_stands_wrong_is_moved_one_after_another(
    wanted: list[str], there: list[str], moves: list[tuple[str, int]]
) -> None:
    assert moves_to(wanted, there) == moves
