"""Moves what the seed does not know from the embedded engine to a Saleor server: `manage.py export_to_saleor`."""

import json
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urljoin

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from store.backend import app_client, is_embedded
from store.moving.customers import Customers
from store.moving.ids import ORDERS, PEOPLE, TRANSACTIONS, Ids, rewrite
from store.moving.orders import AT_ONCE, Places, find_moved, move_orders, order_input, same_total
from store.moving.shelf import compare_shelf
from store.moving.side import MoveRefused, Row, Side
from store.saleor.errors import SaleorError
from store.saleor.transports import HttpTransport

PARTS = ("products", "customers", "orders")
RECORD = "moved-to-saleor.json"  # in VAR: which id became which


class Command(BaseCommand):
    """Compare both sides and send what the server lacks; run it as often as you like, the last time with --finish."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to, how much, and whether this is the end."""
        parser.add_argument("--to", required=True, metavar="URL", help="GraphQL address of the server that was seeded")
        parser.add_argument("--only", choices=PARTS, action="append", help="only this part; can be repeated")
        parser.add_argument("--dry-run", action="store_true", help="count what would be sent, and send nothing")
        parser.add_argument("--invite", action="store_true", help="let new customers set a password by a mail at once")
        parser.add_argument("--finish", action="store_true", help="then put Saleor's ids into the shop's own tables")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Move each part; whatever fails, what was moved before is known again next time."""
        self._check(finish=options["finish"], dry_run=options["dry_run"])
        self.send = not options["dry_run"]
        self.failed = 0
        self.ids: Ids = {ORDERS: {}, PEOPLE: {}, TRANSACTIONS: {}}
        parts = options["only"] or PARTS
        if options["finish"] and set(parts) != set(PARTS):
            raise CommandError("--finish needs all parts, so that every id is known.")
        try:
            with httpx.Client(headers={"X-Forwarded-Proto": "https"}) as http:
                engine = Side(app_client().transport)
                server = Side(HttpTransport(http, options["to"], token=settings.SALEOR_APP_TOKEN))
                if "products" in parts:
                    self._products(engine, server)
                if "customers" in parts:
                    self._customers(engine, server, invite=options["invite"])
                if "orders" in parts:
                    self._orders(engine, server)
                self._vouchers(engine)
        except (MoveRefused, SaleorError) as error:
            raise CommandError(f"{error}\nWhat was moved before stays. Run it again to go on from there.") from error
        if self.failed:
            raise CommandError(f"{self.failed} could not be moved, see above. Put them right and run it again.")
        if options["finish"]:
            self._finish(options["to"])

    def _check(self, *, finish: bool, dry_run: bool) -> None:
        if not is_embedded():
            raise CommandError(
                "SALEOR_API_URL is set: run this on the embedded engine, before the shop is switched over."
            )
        if not settings.SALEOR_APP_TOKEN:
            raise CommandError(
                "Put the token of an app of the server into SALEOR_APP_TOKEN; the README has its permissions."
            )
        if finish and dry_run:
            raise CommandError("--finish and --dry-run contradict each other.")
        if (settings.VAR / RECORD).exists():
            raise CommandError(f"{settings.VAR / RECORD} says that this shop was moved. Switch it over now.")

    def _products(self, engine: Side, server: Side) -> None:
        shelf = compare_shelf(engine, server)
        counts = dict.fromkeys(("texts", "prices", "stock"), 0)
        for what, operation, variables in shelf.changes:
            counts[what] += 1
            if self.send:
                server.do(operation, **variables)
        self._say("Products", ", ".join(f"{what} of {count}" for what, count in counts.items()))
        for missing in shelf.missing:
            self._say(
                "  not there", f"{missing}: made in the admin, so write it into catalog_seed/content or Saleor first"
            )

    def _customers(self, engine: Side, server: Side, *, invite: bool) -> None:
        customers = Customers(engine, server)
        missing, addresses = customers.missing(), customers.missing_addresses()
        there = len(customers.here) - len(missing)
        if self.send:
            for person in missing:
                try:
                    address = (
                        urljoin(settings.SITE_URL, reverse("storefront:new_password", args=["us"])) if invite else ""
                    )
                    customers.create(person, set_password_at=address, channel="us" if invite else "")
                except MoveRefused as refused:
                    self._fail(f"customer {person['id']}", str(refused))
            for user_id, address_entered in addresses:
                customers.add_address(user_id, address_entered)
        self.ids[PEOPLE] = customers.ids
        self._say("Customers", f"{len(missing)} new, {there} already there, {len(addresses)} addresses added to those")

    def _orders(self, engine: Side, server: Side) -> None:
        places = Places(server)
        moved = there = 0
        waiting: list[tuple[Row, dict[str, Any]]] = []
        for order in engine.every("MovingOrders"):
            known = find_moved(server, order)
            if known is not None:
                there += 1
                self._note(order, known)
                continue
            try:
                waiting.append((order, order_input(order, places)))
            except MoveRefused as refused:
                self._fail(f"order {order['number']}", str(refused))
        waiting.sort(key=lambda entry: entry[0]["created"])  # so that Saleor's numbers follow the days
        for start in range(0, len(waiting) if self.send else 0, AT_ONCE):
            sent = waiting[start : start + AT_ONCE]
            for (order, _), (made, why) in zip(sent, move_orders(server, [entry for _, entry in sent]), strict=True):
                if made is None:
                    self._fail(f"order {order['number']}", why)
                else:
                    moved += 1
                    self._note(order, made)
        self._say("Orders", f"{moved if self.send else len(waiting)} new, {there} already there")
        for order, _ in waiting if self.send else ():
            if order["status"] in ("UNFULFILLED", "PARTIALLY_FULFILLED") and order["id"] in self.ids[ORDERS]:
                self._say(
                    "  open", f"{order['number']}: when it is fulfilled in Saleor, add its units to the stock again"
                )

    def _note(self, order: Row, moved: Row) -> None:
        self.ids[ORDERS][order["id"]] = moved["id"]
        by_reference = {paid["pspReference"]: paid["id"] for paid in moved["transactions"]}
        for paid in order["transactions"]:
            if paid["pspReference"] in by_reference:
                self.ids[TRANSACTIONS][paid["id"]] = by_reference[paid["pspReference"]]
        if not same_total(order, moved):
            self._fail(f"order {order['number']}", f"its total is another one as Saleor's order {moved['number']}")

    def _vouchers(self, engine: Side) -> None:
        for voucher in engine.every("MovingVouchers"):
            if voucher["used"] and voucher["usageLimit"]:
                left = max(voucher["usageLimit"] - voucher["used"], 0)
                self._say(
                    "  voucher", f"{voucher['code']}: {left} uses are left; Saleor begins at 0, so lower its limit"
                )

    def _finish(self, url: str) -> None:
        record = settings.VAR / RECORD
        changed = rewrite(self.ids)
        record.write_text(json.dumps({"to": url, **self.ids}, indent=1), encoding="utf-8")
        record.chmod(0o600)  # ids of orders open them to whoever knows one
        self._say(
            "Finished", f"{changed} rows of the shop know Saleor's ids; set SALEOR_API_URL={url} and start it again"
        )

    def _fail(self, what: str, why: str) -> None:
        self.failed += 1
        self._say("  not moved", f"{what}: {why}")

    def _say(self, what: str, how: str) -> None:
        self.stdout.write(f"{what}: {how}")
