"""Commands that concern the whole shop."""
