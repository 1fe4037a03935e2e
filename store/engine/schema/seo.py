"""What search engines are told of a page, product, category or collection."""

import graphene


def written(column):
    """Return the field of a text for search engines: null where nobody wrote one."""
    return graphene.String(resolver=lambda root, _info: getattr(root, column) or None)


class SeoInput(graphene.InputObjectType):
    title = graphene.String()
    description = graphene.String()


def seo_columns(seo):
    """Return a SeoInput's columns; what it leaves out stays, null empties."""
    return {f"seo_{name}": (seo[name] or "").strip() for name in ("title", "description") if name in (seo or {})}
