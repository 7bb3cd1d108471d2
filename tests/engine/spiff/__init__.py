"""Tests of the wing that runs BPMN."""
