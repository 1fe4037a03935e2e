"""Warehouses, stock and what is promised out of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from store.engine.models.base import WithExternalReference, WithMetadata


class Warehouse(WithMetadata, WithExternalReference):
    """A place that holds stock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    address = models.ForeignKey("engine.Address", on_delete=models.PROTECT)
    email = models.EmailField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class Stock(models.Model):
    """Units of a variant in a warehouse.

    `quantity` is what is on hand and includes what is promised; `quantity_allocated` is what orders hold. It is
    raised only by `actions.stock.allocate`, in one conditional UPDATE, so that the database itself refuses to
    promise a unit twice. A stocktake may lower `quantity` below what is promised, as in Saleor.
    """

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="stocks")
    product_variant = models.ForeignKey("engine.ProductVariant", on_delete=models.CASCADE, related_name="stocks")
    quantity = models.IntegerField(default=0)
    quantity_allocated = models.IntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "product_variant"], name="one_stock_per_warehouse_variant"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_quantity_not_negative"),
            models.CheckConstraint(condition=Q(quantity_allocated__gte=0), name="stock_allocated_not_negative"),
        ]

    @property
    def available_quantity(self) -> int:
        """Units that may still be sold."""
        return max(self.quantity - self.quantity_allocated, 0)


class Allocation(models.Model):
    """Units of a stock that an order line holds until they are fulfilled or cancelled."""

    order_line = models.ForeignKey("engine.OrderLine", on_delete=models.CASCADE, related_name="allocations")
    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="allocations")
    quantity_allocated = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["order_line", "stock"], name="one_allocation_per_line_stock")]


def sellable(prefix: str = "") -> F:
    """Return the expression for the units of a stock row that may still be sold."""
    return F(f"{prefix}quantity") - F(f"{prefix}quantity_allocated")  # type: ignore[return-value]
