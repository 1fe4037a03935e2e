"""Refunds: what may be given back, giving it back, and what others gave back."""
