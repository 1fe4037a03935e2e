"""Commands of the seed."""
