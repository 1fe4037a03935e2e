"""The last units: buyers who complete at the same moment, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.engine.race import BUYERS, UNITS
from tests.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
Outcomes = dict[str, dict[str, Any]]


def race(database_url: str) -> Outcomes:
    """Run every race in a process of its own; return what came of each."""
    environment = {**os.environ, "DATABASE_URL": database_url}  # noqa: TID251 - handed on to the process
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.race"],
        cwd=ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": "store.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: Outcomes = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What came of the races on a SQLite file."""
    return race(f"sqlite:///{tmp_path_factory.mktemp('race') / 'shop.sqlite3'}")


@pytest.fixture(scope="module")
def on_postgres(postgres: Server) -> Outcomes:
    """What came of the races on PostgreSQL."""
    with postgres.database() as url:
        return race(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def outcomes(request: pytest.FixtureRequest) -> Outcomes:
    """What came of the races on either database."""
    found: Outcomes = request.getfixturevalue(f"on_{request.param}")
    return found


def test_n_units_make_n_orders_however_many_pay_at_once(outcomes: Outcomes) -> None:
    assert outcomes["web"] == {
        "answers": {"ORDER": UNITS, "INSUFFICIENT_STOCK": BUYERS - UNITS},
        "orders": UNITS,
        "promised": [UNITS],
        "held": [UNITS],
    }


def test_shoppers_and_the_desk_share_the_last_units(outcomes: Outcomes) -> None:
    assert outcomes["web_and_desk"] == {
        "answers": {"ORDER": UNITS, "INSUFFICIENT_STOCK": BUYERS - UNITS},
        "orders": UNITS,
        "promised": [UNITS],
        "held": [UNITS],
    }


def test_one_checkout_makes_one_order_however_often_it_is_completed(outcomes: Outcomes) -> None:
    assert outcomes["one_checkout"] == {"answers": {"ORDER": 6}, "orders": 1, "promised": [1], "held": [1]}


def test_the_last_use_of_a_voucher_is_had_once(outcomes: Outcomes) -> None:
    found = outcomes["last_use"]
    assert found["answers"] == {"ORDER": 1, "VOUCHER_NOT_APPLICABLE": 5}
    assert found["promised"] == [1]


def test_baskets_in_either_order_never_wait_in_a_circle(outcomes: Outcomes) -> None:
    assert outcomes["crossed"] == {
        "answers": {"ORDER": UNITS, "INSUFFICIENT_STOCK": BUYERS - UNITS},
        "orders": UNITS,
        "promised": [UNITS, UNITS],
        "held": [UNITS, UNITS],
    }
