"""Words for templates: amounts, facts, texts."""
