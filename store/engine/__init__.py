"""The embedded engine: Saleor's answers from our own database."""
