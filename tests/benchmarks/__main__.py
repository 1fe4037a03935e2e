"""Compares pages of a small shop with a plain read of the same facts: `make bench`.

Ways of doing the same take turns, and the fastest of many rounds counts, in processor time; so a busy machine changes
the milliseconds and hardly the ratios.
"""

import os
import sys
import time
import warnings
from collections.abc import Callable

import django
from django.core.cache import caches

ROUNDS = 15
Way = Callable[[], object]


def fastest(ways: dict[str, Way]) -> dict[str, float]:
    """Return the milliseconds of processor time of each way at its best."""
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            way()
            best[name] = min(best[name], (time.process_time() - start) * 1000)
    return best


def tell(title: str, ways: dict[str, Way]) -> None:
    """Print how many times as long each way takes as the first one."""
    best = fastest(ways)
    unit = next(iter(best.values()))
    lines = [f"  {name:34} {took:8.2f} ms {took / unit:8.1f} x" for name, took in best.items()]
    sys.stdout.write("\n".join([title, *lines, ""]))


def compare() -> None:
    """Fill a shop and compare."""
    from django.test import Client  # noqa: PLC0415 - only after Django is set up

    from store.backend import visitor_client  # noqa: PLC0415
    from store.engine.models import Product, ProductVariantChannelListing, Stock  # noqa: PLC0415
    from tests.benchmarks import money  # noqa: PLC0415
    from tests.factories.shelf import TOOLS, shelf  # noqa: PLC0415

    shelf()
    client = Client()

    def page(path: str) -> None:
        if client.get(path).status_code != 200:
            raise AssertionError(path)

    def anew(path: str) -> None:
        caches["catalogue"].clear()
        page(path)

    def plainly() -> int:
        products = list(Product.objects.select_related("category", "product_type"))
        prices = list(ProductVariantChannelListing.objects.filter(channel__slug="us"))
        return len(products) + len(prices) + len(list(Stock.objects.all()))

    def cards() -> object:
        slugs = [f"ball-{number:02}" for number in range(1, min(TOOLS, 12) + 1)]
        return visitor_client().product_cards(slugs=slugs, channel="us")

    def cards_anew() -> object:
        caches["catalogue"].clear()
        return cards()

    for title, path in {
        "Home": "/us/",
        "Category": "/us/categories/tools/",
        "Product": "/us/products/ball-01/",
    }.items():
        tell(
            f"{title} {path}",
            {
                "plain read of the catalogue": plainly,
                "page, catalogue unchanged": lambda path=path: page(path),  # type: ignore[misc]
                "page, after a change": lambda path=path: anew(path),  # type: ignore[misc]
                "/healthz": lambda: page("/healthz"),
            },
        )
    tell("Twelve cards through the client", {"unchanged": cards, "after a change": cards_anew})
    money.fill()
    client = money.admin()
    tell(
        "Money page, 100 000 payments",
        {
            "plain sum of all payments": money.plainly,
            "page of thirty days": lambda: page(money.month()),
            "page of all days": lambda: page(money.years()),
        },
    )


def main() -> None:
    """Use a database in memory, so that no shop is touched."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "store.settings"  # noqa: TID251 - Django reads it from here
    os.environ["DATABASE_URL"] = "sqlite://:memory:"  # noqa: TID251
    warnings.filterwarnings("ignore", "No directory at")
    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    connection.settings_dict["TEST"]["MIGRATE"] = False
    connection.creation.create_test_db(verbosity=0)
    compare()


if __name__ == "__main__":
    main()
