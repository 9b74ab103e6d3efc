"""Which groups could move together, and what that undoes."""
