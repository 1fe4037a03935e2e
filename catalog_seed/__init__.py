"""What is sold, written by people: YAML for facts, Markdown for prose, pictures; and the loader."""
