"""What somebody probably meant, where a search found nothing."""

import re
from difflib import get_close_matches

from store.saleor.client import SaleorClient

WORD = re.compile(r"[a-z0-9]+")
LIKENESS = 0.72  # "gastrocnemeus" is gastrocnemius, "tape" is not tool


def nearest_words(client: SaleorClient, *, channel: str, words: str) -> str:
    """Return the words with each unknown one replaced by the nearest that a product's name has; "" without one."""
    names = client.product_names(channel=channel)
    known: set[str] = set()
    for edge in names.edges if names else []:
        name = f"{edge.node.name} {edge.node.category.name if edge.node.category else ''}"
        known.update(WORD.findall(name.lower()))
    meant: list[str] = []
    for word in WORD.findall(words.lower()):
        near = [word] if word in known else get_close_matches(word, sorted(known), n=1, cutoff=LIKENESS)
        meant.extend(near)
    found = " ".join(meant)
    return "" if found == words.lower() else found
