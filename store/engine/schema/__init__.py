"""The engine's words: Saleor's GraphQL types, queries and mutations."""
