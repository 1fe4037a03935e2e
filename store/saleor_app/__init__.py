"""The shop as an app of a Saleor server: how it is installed there, and what the server tells it."""
