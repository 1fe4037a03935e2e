"""The engine compared with Saleor."""
