"""Product management for admins, on Django's admin."""
