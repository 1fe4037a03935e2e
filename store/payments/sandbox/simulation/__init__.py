"""Plays thousands of payments with every ending and every mishap at once, then compares all books to the cent.

Part of the Stripe stand-in, so that it does not exist where real money is taken.
"""

from store.payments.sandbox.simulation.play import NotEmpty, simulate
from store.payments.sandbox.simulation.report import Report

__all__ = ["NotEmpty", "Report", "simulate"]
