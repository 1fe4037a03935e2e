"""Factories: rows with explicit facts, one file per subject."""
