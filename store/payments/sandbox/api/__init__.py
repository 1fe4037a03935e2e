"""Stripe's HTTP API, for exactly the calls that the shop makes: one file per object, each with what its calls take."""
