"""What runs in the background, and how it is dispatched."""
