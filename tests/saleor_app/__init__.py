"""The shop as an app of a Saleor server."""
