"""What a run found: sums by currency, counts, and whatever does not agree."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Sums:
    """Minor units of one currency."""

    charged: int = 0
    ordered: int = 0  # of what was charged, what belongs to an order and was neither refunded nor disputed away
    refunded: int = 0
    in_review: int = 0
    disputed: int = 0  # what banks took back and have not returned
    at_saleor: int = 0  # what Saleor believes to have been charged and kept


@dataclass
class Books:
    """Sums by currency, how many orders, and whatever does not agree."""

    sums: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    orders: int = 0
    differences: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What was played and what the books say."""

    payments: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    killed: int = 0
    events: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)  # what a customer would have seen as a fault of ours
    books: Books = field(default_factory=Books)

    @property
    def differences(self) -> list[str]:
        """Everything that is not as it must be."""
        return [*self.faults, *self.books.differences]

    def add(self, other: "Report") -> None:
        """Take another run's findings in."""
        self.payments += other.payments
        self.endings += other.endings
        self.killed += other.killed
        self.events += other.events
        self.faults += other.faults
        self.books.orders += other.books.orders
        self.books.differences += other.books.differences
        for currency, row in other.books.sums.items():
            for name, amount in vars(row).items():
                setattr(self.books.sums[currency], name, getattr(self.books.sums[currency], name) + amount)

    def as_json(self) -> str:
        """Return it as one line, for the process that started this one."""
        return json.dumps(self, default=vars)

    @classmethod
    def from_json(cls, said: str) -> "Report":
        """Read what another process said."""
        read = json.loads(said)
        books = read.pop("books")
        sums = defaultdict(Sums, {currency: Sums(**row) for currency, row in books.pop("sums").items()})
        endings, events = Counter(read.pop("endings")), Counter(read.pop("events"))
        return cls(**read, endings=endings, events=events, books=Books(sums=sums, **books))
