"""How long the engines take and how much memory they need: ``python -m benchmarks``."""
