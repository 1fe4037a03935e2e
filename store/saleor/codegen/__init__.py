"""What the generation of the typed client is given."""
