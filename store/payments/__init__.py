"""Stripe: open a payment, hear back, refund."""
