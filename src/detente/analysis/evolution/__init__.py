"""How the dispute could move on from where it stands."""
