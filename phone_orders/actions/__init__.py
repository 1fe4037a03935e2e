"""What agents do: calls, customers, drafts, orders. Everything is asked of Saleor in the agent's own name."""
