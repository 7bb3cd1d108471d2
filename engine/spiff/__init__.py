"""Runs BPMN diagrams; the only part of Concord that knows SpiffWorkflow.

Read a diagram with `reading.read_diagrams`; start, load and move an instance with
`process.RunningProcess`. Nothing of SpiffWorkflow's own types leaves this package.
"""

import logging

# Below this level SpiffWorkflow's log records carry the data of cases.
for _name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data"):
    logging.getLogger(_name).setLevel(logging.WARNING)
