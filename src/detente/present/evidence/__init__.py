"""What checking, proposing and dropping evidence found, in words, tables and JSON."""
