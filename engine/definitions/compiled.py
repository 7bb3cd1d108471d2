"""Bundles made ready to run, once per process and content."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from engine.definitions.bundle import Bundle
from engine.definitions.checking import check_subject
from engine.definitions.checks import procedure_file
from engine.definitions.clauses import ClauseList
from engine.definitions.engine_reading import read_for_engine
from engine.definitions.problem import Problem
from engine.definitions.procedure import Procedure
from engine.definitions.subject import Subject, read_subject
from engine.errors import DeploymentRefusedError
from engine.spiff.library import ProcessLibrary
from forms.definition import FormDefinition

_MAX_KEPT = 64
_NO_CLAUSES = ClauseList(policy="", clauses={})


@dataclass(frozen=True, eq=False)
class CompiledBundle:
    """A bundle with everything that running it needs; immutable, shared by threads."""

    bundle: Bundle
    procedure: Procedure
    library: ProcessLibrary
    forms: Mapping[str, FormDefinition]
    clauses: ClauseList
    warnings: tuple[Problem, ...]


class _Kept:
    """The bundles used last, by content hash."""

    def __init__(self) -> None:
        self._bundles: OrderedDict[str, CompiledBundle] = OrderedDict()
        self._lock = Lock()

    def get(self, bundle: Bundle) -> CompiledBundle | None:
        with self._lock:
            found = self._bundles.get(bundle.content_hash)
            if found is not None:
                self._bundles.move_to_end(bundle.content_hash)
            return found

    def put(self, compiled: CompiledBundle) -> CompiledBundle:
        with self._lock:
            self._bundles[compiled.bundle.content_hash] = compiled
            while len(self._bundles) > _MAX_KEPT:
                self._bundles.popitem(last=False)
        return compiled


_checked = _Kept()
_restored = _Kept()
# One at a time: threads that wait find the bundle compiled, and hits never wait.
_compiling = Lock()


def compile_bundle(bundle: Bundle) -> CompiledBundle:
    """Check a bundle and make it ready to run.

    Raises:
        DeploymentRefusedError: with every error that the checks found.
    """
    found = _checked.get(bundle)
    if found is not None:
        return found
    with _compiling:
        return _checked.get(bundle) or _checked.put(_built_after_checks(bundle))


def restore_bundle(bundle: Bundle) -> CompiledBundle:
    """Make a bundle ready that was checked when it was deployed.

    The checks are left out: a rule that is newer than a running case must not stop the case.

    Raises:
        DeploymentRefusedError: the engine can no longer read the bundle.
    """
    found = _checked.get(bundle) or _restored.get(bundle)
    if found is not None:
        return found
    with _compiling:
        return _restored.get(bundle) or _restored.put(
            _built(bundle, read_subject(bundle.files), ())
        )


def _built_after_checks(bundle: Bundle) -> CompiledBundle:
    subject = read_subject(bundle.files)
    problems = check_subject(subject)
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        raise DeploymentRefusedError(errors)
    return _built(bundle, subject, problems)


def _built(bundle: Bundle, subject: Subject, warnings: tuple[Problem, ...]) -> CompiledBundle:
    library, problems = read_for_engine(subject)
    if library is None or subject.procedure is None:
        raise DeploymentRefusedError([*procedure_file.check(subject), *problems])
    return CompiledBundle(
        bundle=bundle,
        procedure=subject.procedure,
        library=library,
        forms=subject.forms,
        clauses=subject.clauses or _NO_CLAUSES,
        warnings=warnings,
    )
