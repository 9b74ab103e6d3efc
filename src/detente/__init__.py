"""Détente: write a dispute down, see what would hold and why."""
