"""Measurements that the README quotes; each script prints one table in one run."""
