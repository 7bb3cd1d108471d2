"""The commands of `concord`, one family per module."""
