"""What search engines read: schema.org data about products, courses, articles and the way to a page."""

from collections.abc import Iterable
from typing import Any

from store.saleor.client.fragments import PageDetails, ProductDetails
from store.storefront.frame import Frame
from store.storefront.prices import shown
from store.storefront.product_facts import Story
from store.storefront.rich_text import plain

BRAND = "NAT Global Campus"


def product_data(frame: Frame, product: ProductDetails, story: Story) -> dict[str, Any]:
    """Describe a product, or a course, with one offer per variant."""
    gross = bool(product.pricing and product.pricing.display_gross_prices)
    variants = [edge.node for edge in product.product_variants.edges] if product.product_variants else []
    for_sale = {offer.id for offer in story.offers if offer.is_for_sale}
    offers = [
        {
            "@type": "Offer",
            "sku": variant.sku,
            "name": variant.name,
            "price": str(shown(variant.pricing.price, gross=gross).exact),
            "priceCurrency": variant.pricing.price.gross.currency,
            "availability": f"https://schema.org/{'InStock' if variant.id in for_sale else 'OutOfStock'}",
            "url": frame.canonical,
        }
        for variant in variants
        if variant.pricing and variant.pricing.price
    ]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course" if story.syllabus else "Product",
        "name": product.name,
        "description": product.seo_description or plain(product.description),
        "url": frame.canonical,
        "image": [_whole(frame, picture.large) for picture in product.media or []],
        "offers": offers,
    }
    if story.syllabus:
        data["provider"] = {"@type": "Organization", "name": BRAND, "url": frame.site_url}
        data["hasCourseInstance"] = {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": f"PT{story.total_minutes}M",
        }
    else:
        data["brand"] = {"@type": "Brand", "name": BRAND}
    return data


def article_data(frame: Frame, page: PageDetails) -> dict[str, Any]:
    """Describe an article."""
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.title,
        "description": page.seo_description or plain(page.content),
        "datePublished": page.published_at.isoformat() if page.published_at else None,
        "author": {"@type": "Organization", "name": (page.metafields or {}).get("byline") or BRAND},
        "publisher": {"@type": "Organization", "name": BRAND, "url": frame.site_url},
        "mainEntityOfPage": frame.canonical,
    }


def trail_data(frame: Frame, steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Describe the way to a page; `steps` are names with paths."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": frame.absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def _whole(frame: Frame, address: str) -> str:
    return address if address.startswith("http") else frame.absolute(address)
