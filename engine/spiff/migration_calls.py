"""What a call that is under way hands over, where the new version hands over something else."""

from typing import Any

from engine.spiff.element import Mappings
from engine.spiff.library import ProcessLibrary
from engine.spiff.workflow import InstanceWorkflow


def hand_over_again(old: ProcessLibrary, workflow: InstanceWorkflow) -> None:
    """Give calls that are under way what the new version hands over.

    So a record that is half written goes to the recipients of the new version. What the called
    process has written itself stays. Source: ADR 0021, rule 3; Berkshire’s clauses X-02 and S1-08.
    """
    context = workflow.context
    for each in (workflow, *workflow.subprocesses.values()):
        for token in each.live_tokens():
            called = context.scopes.calls.get(token.id)
            if called is None:
                continue
            element = token.task_spec.element
            before: Mappings = old.element(element.id).mappings
            after: Mappings = element.mappings
            if before == after:
                continue
            caller = (called.parent or context.scopes.top).view()
            earlier = {one.target: one.expression for one in before.inputs}
            handed: dict[str, Any] = {}
            for one in after.inputs:
                was = earlier.get(one.target)
                if was == one.expression:
                    continue
                untouched = was is None or called.values.get(one.target) == context.evaluate_in(
                    caller, was
                )
                if untouched:
                    handed[one.target] = context.evaluate_in(caller, one.expression)
            called.sees_parent = after.sees_all
            context.scopes.write(called, handed, context.log.variable_changes)
