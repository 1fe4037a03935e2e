"""Many customers at once, in bad weather."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from unittest import mock

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test.utils import override_settings
from django.utils import timezone

from store.payments.attempts import PaymentInFlight, PaymentsUnavailable
from store.payments.books.comparison import compare as compare_as_the_shop_does
from store.payments.books.reconciliation import reconcile
from store.payments.checkout_payment import BasketChanged
from store.payments.completion import CompletionRefused
from store.payments.gateway import GatewayUnavailable, NextDoorClient
from store.payments.keyed_cards import KeyingRefused
from store.payments.leases import BeingWorkedOn
from store.payments.models import Payment
from store.payments.pay_links import LinkIsDead
from store.payments.refunds.giving_back import RefundRefused
from store.payments.review import ReviewRefused
from store.payments.sandbox.events import SandboxControl, deliver
from store.payments.sandbox.models import SandboxEvent, SandboxObject
from store.payments.sandbox.next_door import answer
from store.payments.sandbox.objects.sessions import expire_all_overdue
from store.payments.sandbox.refusals import StripeSays
from store.payments.sandbox.simulation.aftermath import (
    DISPUTES,
    REFUNDS,
    answer_of_bank,
    dispute_story,
    office_story,
    refund_story,
)
from store.payments.sandbox.simulation.asking import Refused
from store.payments.sandbox.simulation.books import compare
from store.payments.sandbox.simulation.market import CHANNELS, build_market, shelves
from store.payments.sandbox.simulation.process import Killed, Process
from store.payments.sandbox.simulation.report import Report
from store.payments.sandbox.simulation.stories import PHONE_ENDINGS, WEB_ENDINGS, Story, phone_story, web_story
from store.saleor.errors import SaleorError

AT_ONCE = 12  # customers in the shop
ANSWERS = (  # what the shop's pages turn into words
    *(PaymentsUnavailable, PaymentInFlight, BasketChanged, CompletionRefused, LinkIsDead, KeyingRefused),
    *(RefundRefused, ReviewRefused, BeingWorkedOn, GatewayUnavailable, SaleorError, Refused, StripeSays),
)
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


class NotEmpty(Exception):  # noqa: N818 - an answer, not a fault
    """There are payments in this database already; the simulation never plays where somebody sells."""


class Impatient(NextDoorClient):
    """Stripe next door, asked again without waiting."""

    def _sleep_time_seconds(self, *_: Any, **__: Any) -> float:
        return 0


class Clock:
    """The time in the simulation, which passes only when it is told to."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        """Stand in for `timezone.now`."""
        return self.time

    def tick(self, **span: float) -> None:
        """Let time pass."""
        self.time += timedelta(**span)


def simulate(*, count: int, seed: str, note: Callable[[int], None] = lambda _: None) -> Report:
    """Play `count` customers in an empty database and compare the books. Raises NotEmpty."""
    if Payment.objects.exists() or SandboxEvent.objects.exists() or shelves():
        raise NotEmpty
    rng = Random(seed)  # noqa: S311 - repeatable by its seed
    with _stage(rng) as clock:
        play = Play(count, rng, clock)
        play.run(note)
        play.settle_down()
        play.report.killed = play.process.deaths
        play.report.books = compare(play.shelves, double_mails_allowed=play.killed_while_mailing)
        return play.report


@contextmanager
def _stage(rng: Random) -> Iterator[Clock]:
    clock = Clock()
    with (
        mock.patch("os.urandom", rng.randbytes),  # ids too are the same for the same seed
        mock.patch("random._urandom", rng.randbytes),
        mock.patch.object(timezone, "now", clock.now),
        mock.patch.object(mail, "outbox", [], create=True),
        override_settings(
            STRIPE_HTTP_CLIENT=Impatient(answer),
            EMAIL_BACKEND=f"{EmailBackend.__module__}.{EmailBackend.__qualname__}",
        ),
    ):
        SandboxControl.set(mode="hold")
        yield clock


class Play:
    """One run: who is in the shop, which events wait, and how the weather is."""

    def __init__(self, count: int, rng: Random, clock: Clock) -> None:
        self.rng, self.clock = rng, clock
        self.process = Process()
        self.report = Report(payments=count)
        self.channels = build_market(goods=10 * count, scarce=max(1, count // 12))
        self.shelves = shelves()
        self.agents: list[Story] = []
        self.waiting: list[str] = []
        self.stormy = 0  # steps for which Stripe stays down
        self.killed_while_mailing = 0
        self._seen = 0

    def run(self, note: Callable[[int], None]) -> None:
        """Let customers come, a dozen at a time, each a step at a time."""
        inside: list[tuple[Story, Any]] = []
        came = 0
        with self.process.watched():
            while came < self.report.payments or inside:
                while came < self.report.payments and len(inside) < AT_ONCE:
                    came += 1
                    inside.append((self._newcomer(came), None))
                    if len(self.agents) > 2:
                        inside.append((self.agents.pop(0), None))
                    if came % 100 == 0:
                        note(came)
                at = self.rng.randrange(len(inside))
                story, outcome = inside[at]
                try:
                    step = story.send(outcome)
                except StopIteration:
                    inside[at] = inside[-1]
                    inside.pop()
                    continue
                inside[at] = (story, self.attempt(step))
                self._weather()

    def attempt(self, step: Callable[[], Any]) -> Any:
        """Do one step in a process that may die of it; return what came back or what was raised."""
        self.process.live(ends_at=self.rng.randint(1, 25) if self.rng.random() < 0.06 else 0)
        try:
            outcome = step()
        except Killed as killed:
            outcome = killed
        except ANSWERS as said:
            outcome = said
        except Exception as fault:  # noqa: BLE001 - what the shop would show as a 500
            self.report.faults.append(f"{type(fault).__name__}: {fault}")
            outcome = fault
        if self.process.is_dead:  # even where a runner of tasks caught it: that runner is dead too
            outcome = Killed(self.process.last)
            if "payments_notice" in self.process.last and "sent_at" in self.process.last:
                self.killed_while_mailing += 1
        self.process.live()
        return outcome

    def settle_down(self) -> None:
        """Let a day pass with reconciliation every ten minutes, until nothing moves any more."""
        SandboxControl.set(mode="hold")
        with self.process.watched():
            for event_id in self.waiting:
                if self.rng.random() < 0.7:  # the others never arrive
                    self._deliver(event_id)
            self.waiting = []
            for _ in range(4):
                self.clock.tick(minutes=10)
                self.attempt(reconcile)
        self.clock.tick(hours=3)
        expire_all_overdue()
        while SandboxObject.objects.filter(kind="refund", data__status="pending").exists():
            answer_of_bank(self.rng)
        for _ in range(4):
            self.clock.tick(minutes=10)
            reconcile()
        compare_as_the_shop_does(since=START, until=self.clock.now())
        self.clock.tick(hours=25)
        reconcile()
        compare_as_the_shop_does(since=START, until=self.clock.now())

    def _newcomer(self, number: int) -> Story:
        rng = self.rng
        by_phone = rng.random() < 0.3
        endings = PHONE_ENDINGS if by_phone else WEB_ENDINGS
        (ending,) = rng.choices(list(endings), weights=list(endings.values()))
        channel, shelf = rng.choice(list(CHANNELS)), rng.choice(self.shelves)
        self.report.endings[f"{'phone' if by_phone else 'web'}: {ending}"] += 1
        name = f"customer-{number}"
        self._aftermath(number)
        if by_phone:
            channel_id = self.channels[channel]
            return phone_story(rng, name=name, channel=channel, channel_id=channel_id, shelf=shelf, ending=ending)
        return web_story(rng, name=name, channel=channel, shelf=shelf, ending=ending)

    def _aftermath(self, number: int) -> None:
        """Let somebody come back to what was paid before: an agent, a bank, or the office."""
        rng, chance = self.rng, self.rng.random()
        if chance < 0.12:
            (wish,) = rng.choices(list(REFUNDS), weights=list(REFUNDS.values()))
            self.report.endings[f"refund: {wish}"] += 1
            self.agents.append(refund_story(rng, name=f"click-{number}", ending=wish))
        elif chance < 0.16:
            (wish,) = rng.choices(list(DISPUTES), weights=list(DISPUTES.values()))
            self.report.endings[f"dispute: {wish}"] += 1
            self.agents.append(dispute_story(rng, ending=wish))
        elif chance < 0.18:
            self.agents.append(office_story(rng))

    def _weather(self) -> None:
        """Let time pass, events arrive in any order, twice or never, and Stripe be down at times."""
        rng = self.rng
        self.clock.tick(seconds=rng.randint(1, 40))
        if self.stormy:
            self.stormy -= 1
            if not self.stormy:
                SandboxControl.set(mode="hold")
        elif rng.random() < 0.004:
            self.stormy = rng.randint(1, 30)
            SandboxControl.set(mode="hold", is_down=True)
        fresh = list(
            SandboxEvent.objects.filter(state="held").order_by("created_at", "pk").values_list("pk", flat=True)
        )
        SandboxEvent.objects.filter(pk__in=fresh).update(state="waiting")
        rng.shuffle(fresh)
        for event_id in fresh:
            if rng.random() < 0.04:
                SandboxEvent.objects.filter(pk=event_id).update(state="dropped")
                self.report.events["lost"] += 1
            else:
                self.waiting.append(event_id)
        if self.waiting and rng.random() < 0.6:
            for _ in range(rng.randint(1, 3)):
                if self.waiting:
                    event_id = self.waiting.pop(rng.randrange(len(self.waiting)))
                    for _ in range(2 if rng.random() < 0.1 else 1):
                        self._deliver(event_id)
        if rng.random() < 0.01:
            answer_of_bank(rng)
        if rng.random() < 0.004:
            expire_all_overdue()
            self.attempt(reconcile)

    def _deliver(self, event_id: str) -> None:
        self.report.events["delivered"] += 1
        outcome = self.attempt(lambda: deliver(event_id))
        if isinstance(outcome, Killed) and self.rng.random() < 0.8:
            self.waiting.append(event_id)  # Stripe tries again
