"""The shop: a Django project that speaks Saleor."""
