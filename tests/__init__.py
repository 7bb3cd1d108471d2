"""Every test of Concord; the folders mirror the source."""
