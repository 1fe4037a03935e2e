"""Commands of the Saleor app."""
