"""The tree of categories, read once: a shop has few of them, and every page asks for paths."""

from store.engine.models import Category


def with_descendants(pks):
    """Return these categories' keys and those of everything below them."""
    children = {}
    for pk, parent in Category.objects.order_by("pk").values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(), [int(pk) for pk in pks]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children.get(pk, ())
    return found


def path_to(category, context):
    """Return the categories above one, from the root down."""
    if "categories" not in context.seen:
        context.seen["categories"] = Category.objects.in_bulk()
    path, parent = [], category.parent_id
    while parent is not None and len(path) < len(context.seen["categories"]):
        above = context.seen["categories"].get(parent)
        if above is None:  # made after the tree was read, in the same document
            context.seen["categories"] = Category.objects.in_bulk()
            above = context.seen["categories"][parent]
        path.append(above)
        parent = above.parent_id
    return path[::-1]
