"""The note that the shop was once seeded to the end, kept in the first channel's private metadata."""

from catalog_seed.plan import Change, Shop, Step, accepted, metadata
from store.saleor.client import SaleorClient

DONE = {"seed": "complete"}


def is_settled(app: SaleorClient) -> bool:
    """Tell whether a seed has once run to its end."""
    return any((channel.private_metafields or {}).get("seed") == "complete" for channel in app.seed_channels() or [])


def settled(shop: Shop) -> list[Step]:
    """Return the change that notes so, last of all."""
    first = shop.content.channels[0].slug

    def note() -> None:
        accepted(shop.app.private_metadata_update(shop.id("channel", first), metadata(DONE)), f"channel {first}")

    return [] if is_settled(shop.app) else [Step([Change("note", "seeded to the end", note, is_new=True)])]
