"""Commands of the payments."""
