"""Filters that pages of the shop and of the desk share."""
