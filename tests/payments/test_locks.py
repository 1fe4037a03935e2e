"""The locks around completions, where a Saleor server answers."""

import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from store.payments.locks import held

pytestmark = pytest.mark.django_db


def test_two_who_want_one_variant_go_one_after_another(settings: Settings, tmp_path: Path) -> None:
    settings.SALEOR_API_URL, settings.VAR = "https://saleor.example/graphql/", tmp_path
    inside, most = 0, 0

    def complete() -> None:
        nonlocal inside, most
        with held(["b", "a"]):
            inside += 1
            most = max(most, inside)
            time.sleep(0.02)
            inside -= 1
        connection.close()  # a thread's own, and nobody else closes it

    threads = [threading.Thread(target=complete) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    if connection.vendor == "sqlite":  # PostgreSQL has locks of its own
        assert len(list((tmp_path / "locks").iterdir())) == 2


def test_the_embedded_engine_needs_none(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    with held(["a"]):
        assert not (tmp_path / "locks").exists()
