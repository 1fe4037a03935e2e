"""What the catalogue's mutations read alike: texts for search engines, rich text, metadata, pictures."""

from store.engine.actions.metadata import metadata_items
from store.engine.actions.rich_text import clean_rich_text
from store.engine.actions.upload import store_picture
from store.engine.schema.seo import seo_columns


def columns_of(input, *names, row=None):
    """Return an input's columns: those named, and seo, description, metadata where they are given.

    Metadata is put beside what `row` has. An empty external reference or SKU is none.
    """
    columns = {name: input[name] for name in names if name in input}
    for name in ("external_reference", "sku"):
        if name in columns:
            columns[name] = (columns[name] or "").strip() or None
    columns |= seo_columns(input.get("seo"))
    if "description" in input:
        columns["description"] = clean_rich_text(input["description"])
    for name in ("metadata", "private_metadata"):
        if input.get(name) is not None:
            columns[name] = getattr(row, name, {}) | metadata_items(input[name], field=name)
    return columns


def with_picture(columns, input, folder):
    """Add the columns of `backgroundImage` and its alternative text where they are given."""
    if input.get("background_image") is not None:
        columns["background_image"] = store_picture(input["background_image"], folder=folder, field="backgroundImage")
    if input.get("background_image_alt") is not None:
        columns["background_image_alt"] = input["background_image_alt"]
    return columns


def without_nulls(columns, *names):
    """Leave out these columns where null was sent: they have no null, and null says nothing."""
    return {name: value for name, value in columns.items() if name not in names or value is not None}
