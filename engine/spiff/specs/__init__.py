"""How each kind of BPMN element runs: one module per chapter, on top of SpiffWorkflow's classes.

Tokens are put on an element when one arrives, and not before: SpiffWorkflow's prediction of future
tasks (exponential in parallel blocks) is switched off. Instances of these classes are shared by all
process instances and threads, and are never changed after `wiring.wire` has finished.
"""
