"""Moving from the embedded engine to a Saleor server."""
