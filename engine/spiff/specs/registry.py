"""Which of our classes takes the place of which of SpiffWorkflow's.

Diagrams are parsed into SpiffWorkflow's own classes, converted by its registry, and restored by
ours under the same type names: so no parser had to be changed.
"""

from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.helpers import DefaultRegistry
from SpiffWorkflow.bpmn.specs import control, defaults
from SpiffWorkflow.bpmn.specs.event_definitions import message, timer

from engine.spiff.specs import calls, ending, events, gateways, multi_instance, tasks, timers

_STOCK = {**DEFAULT_CONFIG, defaults.ServiceTask: BpmnTaskSpecConverter}
_OURS = (
    (control.BpmnStartTask, ending.Root),
    (control.SimpleBpmnTask, ending.Helper),
    (control.BoundaryEventJoin, ending.BoundaryJoin),
    (control._EndJoin, ending.EndJoin),  # noqa: SLF001 - SpiffWorkflow's public converters name it
    (control.BoundaryEventSplit, events.BoundaryEventSplit),
    (defaults.StartEvent, events.StartEvent),
    (defaults.EndEvent, events.EndEvent),
    (defaults.IntermediateCatchEvent, events.IntermediateCatchEvent),
    (defaults.IntermediateThrowEvent, events.IntermediateThrowEvent),
    (defaults.BoundaryEvent, events.BoundaryEvent),
    (defaults.SendTask, events.SendTask),
    (defaults.ReceiveTask, events.ReceiveTask),
    (defaults.UserTask, tasks.UserTask),
    (defaults.ManualTask, tasks.ManualTask),
    (defaults.NoneTask, tasks.PlainTask),
    (defaults.ServiceTask, tasks.ServiceTask),
    (defaults.SubWorkflowTask, calls.SubProcess),
    (defaults.CallActivity, calls.CallActivity),
    (defaults.ParallelMultiInstanceTask, multi_instance.ParallelMultiInstance),
    (defaults.ExclusiveGateway, gateways.ExclusiveGateway),
    (defaults.InclusiveGateway, gateways.InclusiveGateway),
    (defaults.ParallelGateway, gateways.ParallelGateway),
    (defaults.EventBasedGateway, gateways.EventBasedGateway),
    (message.MessageEventDefinition, events.Message),
    (timer.TimeDateEventDefinition, timers.TimeDate),
    (timer.DurationTimerEventDefinition, timers.TimeDuration),
    (timer.CycleTimerEventDefinition, timers.TimeCycle),
)


def converting_registry() -> DefaultRegistry:
    """Return the registry that turns parsed specifications into dictionaries."""
    registry = DefaultRegistry()
    for target, converter in _STOCK.items():
        converter(target, registry)
    return registry


def restoring_registry() -> DefaultRegistry:
    """Return the registry that makes our specifications of these dictionaries."""
    registry = converting_registry()
    for stock, ours in _OURS:
        _STOCK[stock](ours, registry, typename=stock.__name__)
    return registry
