"""The verbs. Each is one transaction on one case: `verb_noun(engine, actor, …)`."""
