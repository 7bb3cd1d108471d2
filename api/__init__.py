"""Flask: translates HTTP to the engine's verbs and back, and nothing else."""
