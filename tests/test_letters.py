"""Letters of accounts, wherever they come from."""

import pytest
from pytest_django.fixtures import Settings

from store.letters import SUBJECTS, Letter, sealed, unsealed

FACTS = {"first_name": "Ada", "link": "https://shop.example.com/?token=c9-secret", "new_email": "new@example.com"}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_every_letter_is_written_in_the_shops_name(kind: str, mailoutbox: list[object]) -> None:
    Letter(kind, "ada@example.com", FACTS).send()
    body = mailoutbox[0].body  # type: ignore[attr-defined]
    assert body.startswith("Hello Ada,")
    assert body.rstrip().endswith("\n\nNAT Global Campus")
    assert "Saleor" not in body


def test_a_sealed_letter_is_read_by_nobody_else(settings: Settings) -> None:
    letter = Letter("set_password", "ada@example.com", FACTS)
    lies_there = sealed([letter])
    assert "c9-secret" not in lies_there
    assert unsealed(lies_there) == [letter]
    settings.SECRET_KEY = "another"
    assert unsealed(lies_there) == []


def test_the_facts_of_a_letter_are_not_shown_by_accident() -> None:
    assert "c9-secret" not in repr(Letter("set_password", "ada@example.com", FACTS))
