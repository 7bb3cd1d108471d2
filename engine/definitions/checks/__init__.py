"""The deployment checks: one rule in each module, in the order of `CHECKS`.

To add one: a module with NAME and check, a line here, a page in docs/checks, and in the tests a
diagram that fails it and one that passes it.
"""

from collections.abc import Iterator
from typing import Protocol

from engine.definitions.checks import (
    agency_sides,
    answer_effects,
    bpmn_file,
    called_processes,
    clause_references,
    connections,
    element_ids,
    event_gateways,
    event_references,
    event_sub_processes,
    expressions,
    foreign_code,
    forms,
    gateway_defaults,
    handed_recipients,
    implicit_gateways,
    impossible_conditions,
    lanes,
    layout_faults,
    layout_missing,
    limits_in_stages,
    met_limits,
    multi_instance_after_notice,
    multi_instances,
    name_lengths,
    notification_recipients,
    parallel_blocks,
    parallel_joins,
    parallel_merges,
    procedure_file,
    process_key,
    reachable_ends,
    readable_answers,
    readable_file,
    reminders,
    repeated_names,
    script_task,
    service_operations,
    single_shot_events,
    start_and_end,
    timers,
    unasked_answers,
    uncovered_answers,
    unreachable_elements,
    unsupported_constructs,
)
from engine.definitions.problem import Problem
from engine.definitions.subject import Subject


class Check(Protocol):
    """What every module here has."""

    NAME: str

    def check(self, subject: Subject) -> Iterator[Problem]:
        """Find problems; what the subject does not have is not judged."""
        ...


CHECKS: tuple[Check, ...] = (
    readable_file,
    bpmn_file,
    procedure_file,
    process_key,
    element_ids,
    start_and_end,
    connections,
    unreachable_elements,
    reachable_ends,
    unsupported_constructs,
    script_task,
    foreign_code,
    expressions,
    gateway_defaults,
    implicit_gateways,
    unasked_answers,
    impossible_conditions,
    uncovered_answers,
    timers,
    limits_in_stages,
    event_references,
    event_gateways,
    event_sub_processes,
    reminders,
    single_shot_events,
    parallel_blocks,
    parallel_joins,
    parallel_merges,
    multi_instances,
    multi_instance_after_notice,
    called_processes,
    lanes,
    forms,
    met_limits,
    answer_effects,
    agency_sides,
    readable_answers,
    service_operations,
    notification_recipients,
    handed_recipients,
    clause_references,
    name_lengths,
    repeated_names,
    layout_missing,
    layout_faults,
)
