"""The desk's pages: each reads a form, does one thing, and shows the screen again."""
