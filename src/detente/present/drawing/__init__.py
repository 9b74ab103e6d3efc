"""Pictures of a conflict as SVG, each with its legend and its twin in words."""
