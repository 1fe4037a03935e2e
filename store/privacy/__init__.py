"""What must not be seen: card numbers, secret addresses in logs, tokens in the database."""
