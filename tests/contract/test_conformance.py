"""The engine answers as a Saleor server did."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.conftest import SIGNING_KEY
from tests.contract.differences import DIFFERENCES
from tests.contract.playing import Engine, Play
from tests.contract.recording import meant, read, unlike
from tests.contract.scenarios import scenarios

SCENARIOS = scenarios()


@pytest.fixture(scope="module")
def _seeded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Seed once for all scenarios, and leave nothing behind."""
    settings = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        ENGINE_RSA_PRIVATE_KEY=SIGNING_KEY,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), settings, transaction.atomic():
        call_command("seed", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.usefixtures("_seeded")
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_engine_answers_as_saleor(name: str) -> None:
    recorded = read(name)
    if recorded is None:
        pytest.fail(f"{name} was never recorded: make record")
    play = Play(Engine())
    broken: Exception | None = None
    try:
        SCENARIOS[name](play)
    except (KeyError, TypeError, IndexError, StopIteration, AssertionError) as error:
        broken = error  # an answer of ours led nowhere: the comparison says which
    found = [
        f"{theirs['step']}: {place}: {mine!r}, not {yours!r}"
        for ours, theirs in zip(play.steps, recorded["steps"], strict=False)
        for place, mine, yours in unlike(ours, theirs)
        if not meant(name, theirs["step"], place, DIFFERENCES)
    ]
    assert found == []
    if broken:
        raise broken
    assert len(play.steps) == len(recorded["steps"])


def test_every_recording_belongs_to_a_scenario() -> None:
    folder = Path(__file__).with_name("recorded")
    assert {file.stem for file in folder.glob("*.json")} <= set(SCENARIOS)
