"""Customers' pages, asked like a browser asks them."""
