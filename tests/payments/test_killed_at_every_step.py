"""A process that is killed anywhere between "paid" and the end loses nothing and does nothing twice.

The test does not know the steps: the shop is killed before its first transaction, before its second, and so on, until
there is none left. See `dying_shop.py`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_shop_killed_before_each_of_its_transactions_recovers(tmp_path: Path) -> None:
    environment = os.environ | {  # noqa: TID251 - handed on to another process
        "DJANGO_SETTINGS_MODULE": "store.settings",
        "PYTHONPATH": str(ROOT),
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'shop.sqlite3'}",
        "EMAIL_URL": f"filemail:///{tmp_path / 'mail'}",
        "CACHE_URL": "locmemcache://",
        "DEMO": "1",
        "STRIPE_SECRET_KEY": "",
        "STRIPE_WEBHOOK_SECRET": "",
        "SALEOR_API_URL": "",
        "TASK_WORKER": "0",
    }
    program = [sys.executable, str(Path(__file__).with_name("dying_shop.py"))]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    steps = told["steps"]
    assert told["differences"] == []
    assert told["statuses"] == {
        "web placed": steps["web"],
        "phone placed": steps["phone"],
        "sold-out refunded": steps["sold out"],
    }
    assert told["orders"] == steps["web"] + steps["phone"]
    assert min(steps.values()) > 8
    assert told["most_mails"] <= 2  # a second one only for who was being written to in the moment of death
    assert told["mails"] <= sum(steps.values()) + len(steps) + 1
