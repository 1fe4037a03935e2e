"""Refunds asked for at the same moment, on either database: never more than came, and all books agree."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import Server

ROOT = Path(__file__).resolve().parents[3]


def race(database_url: str, folder: Path) -> dict[str, Any]:
    environment = {
        **os.environ,  # noqa: TID251 - the race in the other process inherits it
        "DATABASE_URL": database_url,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "store.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.payments.refunds.refund_race"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(found: dict[str, Any]) -> None:
    for name, result in found.items():
        assert result["ours"] == result["rows"] == result["stripe"] == result["saleor"], (name, result)
    assert found["agents"]["answers"] == ["MORE_THAN_LEFT"] * 5 + ["succeeded"] * 3
    assert found["agents"]["ours"] == 9000
    assert found["everywhere"]["ours"] == 9000
    assert not [answer for answer in found["everywhere"]["answers"] if ":" in answer]
    assert set(found["one_click"]["answers"]) <= {"succeeded", "being worked on"}
    assert found["one_click"]["ours"] == 3000
    assert found["limited"]["answers"] == ["OVER_LIMIT"] * 6 + ["succeeded"] * 2


def test_on_sqlite(tmp_path: Path) -> None:
    check(race(f"sqlite:///{tmp_path / 'race.sqlite3'}", tmp_path))


@pytest.mark.postgres
def test_on_postgresql(postgres: Server, tmp_path: Path) -> None:
    with postgres.database() as url:
        check(race(url, tmp_path))
