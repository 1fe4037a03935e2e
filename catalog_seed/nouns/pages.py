"""Pages and articles, their kinds and pictures."""

import json
from datetime import UTC, datetime, time
from functools import cached_property

from catalog_seed.content import Written
from catalog_seed.files import PICTURES
from catalog_seed.nouns.pictures import digest, upload
from catalog_seed.plan import Change, SeedRefused, Shop, Step, accepted, created, differing, metadata, stored
from catalog_seed.prose import rich_text, same_text
from catalog_seed.shapes import Page, PageType
from store.saleor.client.fragments import SeedPage
from store.saleor.client.input_types import (
    PageCreateInput,
    PageInput,
    PageTypeCreateInput,
    PageTypeUpdateInput,
    SeoInput,
)


class PageFacts:
    """A page file in Saleor's words."""

    def __init__(self, page: Written[Page]) -> None:
        self.slug, self.page = page.slug, page.facts
        self.file = PICTURES / f"{page.slug}.webp"
        self.markdown = page.source.text

    @cached_property
    def text(self) -> str:
        """The content as Saleor keeps it."""
        return rich_text(self.markdown)

    @cached_property
    def facts(self) -> dict[str, str]:
        """What pages read from metadata beside the text; lists are JSON."""
        page = self.page
        lists = {"related_products": page.related, "collections": page.collections, "muscles": page.muscles}
        words = {"summary": page.summary, "byline": page.byline, "picture_alt": page.picture}
        return {key: word for key, word in words.items() if word} | {
            key: json.dumps(slugs) for key, slugs in lists.items() if slugs
        }

    @property
    def picture(self) -> str | None:
        """What tells its picture from another, where it has one."""
        return digest(self.file) if self.page.picture else None

    @property
    def published(self) -> datetime | None:
        """When it was published; None lets Saleor take now."""
        return datetime.combine(self.page.published, time(9), UTC) if self.page.published else None


def pages(shop: Shop) -> list[Step]:
    """Return what to do about kinds of pages, and pages."""
    answer = shop.app.seed_pages()
    kinds = {edge.node.slug: edge.node for edge in (answer.page_types.edges if answer.page_types else [])}
    shop.ids |= {("page type", slug): kind.id for slug, kind in kinds.items()}
    found = {edge.node.slug: edge.node for edge in (answer.pages.edges if answer.pages else [])}
    shop.ids |= {("page", slug): page.id for slug, page in found.items()}
    names = {slug: kind.name for slug, kind in kinds.items()}
    first = [c for kind in shop.content.page_types if (c := _kind(shop, kind, names.get(kind.slug)))]
    second = [c for page in shop.content.pages if (c := _page(shop, PageFacts(page), found.get(page.slug)))]
    return [Step(first), Step(second)]


def _kind(shop: Shop, wanted: PageType, name: str | None) -> Change | None:
    what = f"page type {wanted.slug}"

    def create() -> None:
        answer = accepted(shop.app.page_type_create(PageTypeCreateInput(name=wanted.name, slug=wanted.slug)), what)
        shop.ids["page type", wanted.slug] = created(answer.page_type, what)

    def rename() -> None:
        accepted(
            shop.app.page_type_update(shop.id("page type", wanted.slug), PageTypeUpdateInput(name=wanted.name)), what
        )

    if name is None:
        return Change("page type", wanted.slug, create, is_new=True)
    return None if name == wanted.name else Change("page type", wanted.slug, rename, differs=("name",))


def _page(shop: Shop, wanted: PageFacts, found: SeedPage | None) -> Change | None:
    what = f"page {wanted.slug}"

    def add(*, with_picture: bool) -> None:
        page_id = shop.id("page", wanted.slug)
        said = dict(wanted.facts)
        if with_picture:
            answer = accepted(shop.app.file_upload(upload(wanted.file)), what)
            if answer.uploaded_file is None:
                raise SeedRefused(f"{what}: Saleor did not keep the picture")
            said["picture"] = answer.uploaded_file.url
        accepted(shop.app.metadata_update(page_id, metadata(said)), what)
        if with_picture:
            accepted(shop.app.private_metadata_update(page_id, metadata({"picture": wanted.picture or ""})), what)

    def create() -> None:
        made = PageCreateInput(
            title=wanted.page.title,
            slug=wanted.slug,
            content=wanted.text,
            page_type=shop.id("page type", wanted.page.type),
            is_published=True,
            seo=SeoInput(description=wanted.page.summary),
        )
        if wanted.published:
            made.published_at = wanted.published
        answer = accepted(shop.app.page_create(made), what)
        shop.ids["page", wanted.slug] = created(answer.page, what)
        add(with_picture=bool(wanted.picture))

    if found is None:
        return Change("page", wanted.slug, create, is_new=True)
    differs = differing(
        {
            "title": wanted.page.title,
            "published": (True, wanted.published or found.published_at),
            "summary": wanted.page.summary,
            "facts": wanted.facts,
            "picture": wanted.picture,
        },
        {
            "title": found.title,
            "published": (found.is_published, found.published_at),
            "summary": found.seo_description,
            "facts": stored(found.metadata, wanted.facts),
            "picture": (found.private_metafields or {}).get("picture"),
        },
    )
    differs = differs if same_text(found.content, wanted.text) else (*differs, "text")

    def update() -> None:
        if set(differs) - {"facts", "picture"}:
            changed = PageInput(
                title=wanted.page.title,
                content=wanted.text,
                is_published=True,
                seo=SeoInput(description=wanted.page.summary),
            )
            if wanted.published:
                changed.published_at = wanted.published
            accepted(shop.app.page_update(found.id, changed), what)
        if set(differs) & {"facts", "picture"}:
            add(with_picture="picture" in differs)

    return Change("page", wanted.slug, update, differs=differs) if differs else None
