"""Commands that exist in demo mode only."""
