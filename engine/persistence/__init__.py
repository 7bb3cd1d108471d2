"""Tables, one family per module, and the unit of work that writes them."""
