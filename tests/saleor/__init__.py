"""Tests of how the shop talks to Saleor."""
