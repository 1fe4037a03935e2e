"""Web buyers and agents at the desk race for the last units of a real Saleor server, at two processes at once."""

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import psycopg
import pytest

from tests.live.shops import CLIENTS, Agent, Buyer, Process, Saleor, given
from tests.postgres import Server

UNITS = 20
ON_THE_WEB, BY_PHONE = 20, 8  # together UNITS + 8
SETTLED = 300  # seconds

pytestmark = pytest.mark.live


@pytest.fixture
def saleor() -> Iterator[Saleor]:
    yield Saleor(given("SALEOR_API_URL"), given("SALEOR_APP_TOKEN"))
    while CLIENTS:
        CLIENTS.pop().close()


@pytest.fixture
def database(saleor: Saleor, postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
def shops(database: str, tmp_path: Path) -> Iterator[list[Process]]:
    with ExitStack() as stack:
        yield [Process(tmp_path, database, stack) for _ in range(2)]


def test_so_many_units_make_exactly_so_many_orders(saleor: Saleor, shops: list[Process], database: str) -> None:
    name = f"race-{secrets.token_hex(4)}"
    variant = shelve(saleor, name)
    email, password = given("SALEOR_STAFF_EMAIL"), given("SALEOR_STAFF_PASSWORD")
    agents = [Agent(shop, email=email, password=password) for shop in shops]
    drafts = [agents[number % 2].prepare(variant, caller=f"{name}-{number}") for number in range(BY_PHONE)]
    buyers = [
        Buyer(shops[number % 2], product=name, variant=variant, email=f"{name}-{number}@example.com")
        for number in range(ON_THE_WEB)
    ]
    start = Barrier(ON_THE_WEB + BY_PHONE)

    def pay(buyer: Buyer) -> None:
        start.wait()
        buyer.pay()

    def place(number: int) -> str:
        start.wait()
        return drafts[number].place()

    with ThreadPoolExecutor(ON_THE_WEB + BY_PHONE) as pool:
        paid = [pool.submit(pay, buyer) for buyer in buyers]
        placed = [pool.submit(place, number) for number in range(BY_PHONE)]
        said = [future.result() for future in placed]
        for future in paid:
            future.result()
    states = settled(database)

    phone = sum(not words for words in said)
    assert states.keys() <= {"placed", "refunded"}
    assert sum(states.values()) == ON_THE_WEB
    assert all("sold out while you were talking" in words for words in said if words), said
    assert phone + states.get("placed", 0) == UNITS, (phone, states)
    assert stock(saleor, variant) == (UNITS, UNITS)
    assert orders(saleor, name) == states.get("placed", 0)


def shelve(saleor: Saleor, name: str) -> str:
    """Put UNITS of something new, which is not shipped, on sale in the channel `us`; return the variant's id."""
    found = saleor.ask(
        """{ channels { id slug } warehouses(first: 20) { edges { node { id slug } } }
        productTypes(first: 50) { edges { node { id isShippingRequired } } }
        categories(first: 1) { edges { node { id } } } }"""
    )
    channel = next(one["id"] for one in found["channels"] if one["slug"] == "us")
    kind = next(edge["node"]["id"] for edge in found["productTypes"]["edges"] if not edge["node"]["isShippingRequired"])
    warehouses = saleor.ask(
        "query($slug: String!) { channel(slug: $slug) { warehouses { id } } }",
        slug="us",
    )["channel"]["warehouses"]
    product = saleor.ask(
        """mutation($input: ProductCreateInput!) {
        productCreate(input: $input) { product { id } errors { field code message } } }""",
        input={
            "name": name,
            "slug": name,
            "productType": kind,
            "category": found["categories"]["edges"][0]["node"]["id"],
        },
    )["productCreate"]["product"]["id"]
    saleor.ask(
        """mutation($id: ID!, $channel: ID!) { productChannelListingUpdate(id: $id, input: {updateChannels: [{
        channelId: $channel, isPublished: true, isAvailableForPurchase: true, visibleInListings: false}]})
        { errors { field code message } } }""",
        id=product,
        channel=channel,
    )
    variant = saleor.ask(
        """mutation($input: ProductVariantCreateInput!) {
        productVariantCreate(input: $input) { productVariant { id } errors { field code message } } }""",
        input={
            "product": product,
            "sku": name,
            "name": name,
            "trackInventory": True,
            "attributes": [],
            "stocks": [{"warehouse": warehouses[0]["id"], "quantity": UNITS}],
        },
    )["productVariantCreate"]["productVariant"]["id"]
    saleor.ask(
        """mutation($id: ID!, $channel: ID!) { productVariantChannelListingUpdate(id: $id,
        input: [{channelId: $channel, price: 10}]) { errors { field code message } } }""",
        id=variant,
        channel=channel,
    )
    return str(variant)


def settled(database: str) -> dict[str, int]:
    """Return how many payments ended in which way, once every one has."""
    until = time.monotonic() + SETTLED
    with psycopg.connect(database.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        while True:
            found = connection.execute("SELECT status, count(*) FROM payments_payment GROUP BY status").fetchall()
            states = {str(status): int(count) for status, count in found}
            if states.keys() <= {"placed", "refunded", "review"} or time.monotonic() > until:
                return states
            time.sleep(1)


def stock(saleor: Saleor, variant: str) -> tuple[int, int]:
    """Return how many units there are, and how many of them are promised to orders."""
    found = saleor.ask(
        "query($id: ID!) { productVariant(id: $id) { stocks { quantity quantityAllocated } } }", id=variant
    )["productVariant"]["stocks"]
    return sum(one["quantity"] for one in found), sum(one["quantityAllocated"] for one in found)


def orders(saleor: Saleor, name: str) -> int:
    """Return how many orders came from the web buyers of this race."""
    emails = [f"{name}-{number}@example.com" for number in range(ON_THE_WEB)]
    found = saleor.ask(
        "query($emails: [String!]) { orders(first: 100, where: {userEmail: {oneOf: $emails}}) { totalCount } }",
        emails=emails,
    )
    return int(found["orders"]["totalCount"])
