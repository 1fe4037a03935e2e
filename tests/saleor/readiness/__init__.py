"""Checking a Saleor server: what is reported, and that what is asked is understood."""
