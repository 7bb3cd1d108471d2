"""The processes of a bundle, ready to run and shared by all threads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import orjson

from engine.spiff.element import Element, Process, SequenceFlow
from engine.spiff.specs.registry import restoring_registry
from engine.spiff.specs.wiring import wire

__all__ = ["Element", "Process", "ProcessLibrary", "SequenceFlow"]


class ProcessLibrary:
    """Immutable. Specifications are restored once, and never changed by running them."""

    def __init__(
        self,
        sources: Mapping[str, bytes],
        processes: Mapping[str, Process],
        elements: Mapping[str, Element],
        flows: Mapping[str, SequenceFlow],
        message_starts: Mapping[str, str],
        specifications: bytes,
    ) -> None:
        self.sources = MappingProxyType(dict(sources))
        """The diagrams, by file."""
        self.processes = MappingProxyType(dict(processes))
        self.message_starts = MappingProxyType(dict(message_starts))
        """Processes that were lifted from event sub-processes, by the message that starts them."""
        self._elements = MappingProxyType(dict(elements))
        self._flows = MappingProxyType(dict(flows))
        self.main_processes = self._find_main_processes()
        self.standing_yes = MappingProxyType({p.id: p.standing_yes for p in processes.values()})
        self.specs = MappingProxyType(self._restore(specifications))
        """SpiffWorkflow's specifications of processes and sub-processes; for this package only."""

    def element(self, element_id: str) -> Element:
        """Return the flow node with this id.

        Raises:
            KeyError: there is none.
        """
        return self._elements[element_id]

    def elements(self, process_id: str) -> tuple[Element, ...]:
        """Return the flow nodes of a process and of its sub-processes, in the diagram's order."""
        return tuple(e for e in self._elements.values() if e.process_id == process_id)

    def flow(self, flow_id: str) -> SequenceFlow:
        """Return the sequence flow with this id.

        Raises:
            KeyError: there is none.
        """
        return self._flows[flow_id]

    def _find_main_processes(self) -> tuple[str, ...]:
        """Return the processes that nothing else starts."""
        called = {element.called_element for element in self._elements.values()}
        return tuple(
            process.id
            for process in self.processes.values()
            if process.id not in called and process.lifted_from is None
        )

    def _restore(self, specifications: bytes) -> dict[str, Any]:
        registry = restoring_registry()
        # Restoring changes the dictionaries that it gets; these are used for nothing else.
        specs = {name: registry.restore(raw) for name, raw in orjson.loads(specifications).items()}
        for spec in specs.values():
            wire(spec, self._elements, self._flows)
        return specs
