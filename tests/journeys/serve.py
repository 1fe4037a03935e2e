"""Serves a small shop in a process of its own, with a database file, as the journeys need it: `serve.py PORT`."""

import gc
import sys
from pathlib import Path


class NoMigrations:
    """Lets tables be made straight from the models, which takes a second instead of ten."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def main(port: int) -> None:
    gc.set_threshold(50_000, 50, 100)  # as in the tests' own process
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    settings.MIGRATION_MODULES = NoMigrations()
    settings.WHITENOISE_AUTOREFRESH = True
    django.setup()

    import waitress  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from store.wsgi import application  # noqa: PLC0415
    from tests.factories.people import user  # noqa: PLC0415
    from tests.factories.shelf import shelf  # noqa: PLC0415
    from tests.factories.stall import stall  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    stall(chart_stock=1000)
    shelf()
    user(email="admin@example.com", permissions=["MANAGE_PRODUCTS"])
    user(email="chief@example.com", permissions=["MANAGE_ORDERS", "MANAGE_USERS", "HANDLE_PAYMENTS"])
    user(email="agent@example.com", permissions=["MANAGE_ORDERS", "MANAGE_USERS"], first_name="Uma")
    waitress.serve(application, host="127.0.0.1", port=port, threads=8, ident=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
