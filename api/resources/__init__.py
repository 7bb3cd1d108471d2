"""The JSON API, one resource per module."""

from flask_smorest import Blueprint

from api.resources.absences import absences
from api.resources.account import account
from api.resources.agencies import agencies
from api.resources.agency_settings import agency_settings
from api.resources.case_notices import case_notices
from api.resources.cases import cases
from api.resources.closing import closing
from api.resources.comments import comments
from api.resources.comparisons import comparisons
from api.resources.contacts import contacts
from api.resources.demo_clock import demo_clock
from api.resources.deployments import deployments
from api.resources.directory_log import directory_log
from api.resources.directory_people import directory_people
from api.resources.directory_places import directory_places
from api.resources.draft_files import draft_files
from api.resources.draft_reviews import draft_reviews
from api.resources.handing_over import handing_over
from api.resources.incidents import incidents
from api.resources.instance_operations import instance_operations
from api.resources.messages import messages
from api.resources.migration import migration
from api.resources.notices import notices
from api.resources.operations import operations
from api.resources.procedure_drafts import procedure_drafts
from api.resources.process_definitions import process_definitions
from api.resources.process_instances import process_instances
from api.resources.records import records
from api.resources.reports import reports
from api.resources.saved_filters import saved_filters
from api.resources.user_tasks import user_tasks

RESOURCES: tuple[Blueprint, ...] = (
    cases,
    records,
    messages,
    closing,
    comments,
    agencies,
    agency_settings,
    case_notices,
    contacts,
    absences,
    handing_over,
    user_tasks,
    saved_filters,
    notices,
    account,
    process_definitions,
    comparisons,
    deployments,
    procedure_drafts,
    draft_files,
    draft_reviews,
    process_instances,
    migration,
    incidents,
    operations,
    instance_operations,
    reports,
    directory_places,
    directory_people,
    directory_log,
    demo_clock,
)
