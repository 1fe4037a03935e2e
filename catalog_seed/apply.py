"""One run: compare everything, then send what differs, in the order in which it works."""

from collections import Counter
from collections.abc import Iterable, Iterator

from catalog_seed.nouns.attributes import attributes
from catalog_seed.nouns.channels import channels
from catalog_seed.nouns.delivery import delivery
from catalog_seed.nouns.groups import categories, collections
from catalog_seed.nouns.menus import menus
from catalog_seed.nouns.pages import pages
from catalog_seed.nouns.people import people
from catalog_seed.nouns.products import products
from catalog_seed.nouns.settled import settled
from catalog_seed.nouns.taxes import taxes
from catalog_seed.nouns.vouchers import vouchers
from catalog_seed.plan import Change, Shop, Step

# Taxes before delivery and product types, which name a tax class; products before collections, pages before menus.
ORDER = (
    channels,
    taxes,
    delivery,
    attributes,
    categories,
    products,
    collections,
    pages,
    menus,
    vouchers,
    people,
    settled,
)


def plan(shop: Shop) -> list[Step]:
    """Return what differs between the files and the shop; sends nothing."""
    return [step for noun in ORDER for step in noun(shop) if step.changes]


def changes_of(steps: Iterable[Step]) -> list[Change]:
    """Return all changes in their order."""
    return [change for step in steps for change in step.changes]


def send(steps: Iterable[Step]) -> Iterator[list[Change]]:
    """Send the changes; yields those of each mutation when it has been made. Raises SeedRefused or a SaleorError."""
    for step in steps:
        for start in range(0, len(step.changes), step.size):
            batch = step.changes[start : start + step.size]
            rows = [change.run() for change in batch]
            if step.bulk:
                step.bulk(rows)
            yield batch


def counts(changes: Iterable[Change]) -> list[str]:
    """Return how many of each kind were created and updated, as people read it."""
    made, changed = Counter[str](), Counter[str]()
    for change in changes:
        (made if change.is_new else changed)[change.noun] += 1
    nouns = list(dict.fromkeys([*made, *changed]))
    return [
        f"{noun}: "
        + ", ".join(f"{count} {word}" for count, word in ((made[noun], "created"), (changed[noun], "updated")) if count)
        for noun in nouns
        if noun != "note"
    ]
