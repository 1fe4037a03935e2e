"""A Stripe stand-in for demo and tests."""
