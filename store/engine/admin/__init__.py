"""Product management for admins: Django's admin over the engine's rows, each section behind Saleor's permission."""

from store.engine.admin import catalog, content, delivery, discount, order, people, product

__all__ = ["catalog", "content", "delivery", "discount", "order", "people", "product"]
