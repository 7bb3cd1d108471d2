"""How a diagram is drawn: read from its diagram interchange, and judged."""
