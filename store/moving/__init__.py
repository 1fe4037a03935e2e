"""Moving from the embedded engine to a Saleor server: what the files of the seed do not know."""
