"""Books: what is unsettled, what Stripe took and what Saleor says of it, laid side by side."""
