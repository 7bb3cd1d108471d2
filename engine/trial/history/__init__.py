"""Some years of invented cases for a demonstration, written by the engine's own verbs."""
