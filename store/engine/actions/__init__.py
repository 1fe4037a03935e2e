"""What the engine does: one verb per function, keyword-only, in one transaction."""
