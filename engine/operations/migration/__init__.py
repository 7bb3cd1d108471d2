"""Running cases go on in another version of their procedure: plan, dry run, act."""
