"""The JSON API, one resource per module."""

from flask_smorest import Blueprint

from api.resources.agencies import agencies
from api.resources.cases import cases
from api.resources.closing import closing
from api.resources.demo_clock import demo_clock
from api.resources.deployments import deployments
from api.resources.incidents import incidents
from api.resources.messages import messages
from api.resources.process_definitions import process_definitions
from api.resources.process_instances import process_instances
from api.resources.user_tasks import user_tasks

RESOURCES: tuple[Blueprint, ...] = (
    cases,
    messages,
    closing,
    agencies,
    user_tasks,
    process_definitions,
    deployments,
    process_instances,
    incidents,
    demo_clock,
)
