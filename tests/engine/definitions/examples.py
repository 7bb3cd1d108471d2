"""For every check: bundles that fail it, with the element that is named, and some that pass."""

from typing import NamedTuple

import orjson

from tests.engine.definitions.writing import (
    CLAUSES,
    PROCEDURE,
    boundary,
    bundle_files,
    definitions,
    drawn_task,
    element,
    end,
    flow,
    form,
    gateway,
    multi_instance,
    notice,
    one_task,
    path,
    process,
    properties,
    start,
    sub_process,
    timer_inside,
    user_task,
)


class Fails(NamedTuple):
    """Files, the element that the problem must name, and words of its message."""

    files: dict
    element_id: str | None
    words: str


class Examples(NamedTuple):
    fails: tuple
    passes: tuple


def with_file(path_, content):
    return bundle_files() | {path_: content}


def without(path_):
    return {path: content for path, content in bundle_files().items() if path != path_}


def with_choice(**properties_):
    """Write a form with one choice between yes and no, which has these properties."""
    question = {
        "type": "radio",
        "id": "f1",
        "key": "words",
        "label": "Words?",
        "values": [{"value": answer, "label": answer} for answer in ("yes", "no")],
        "properties": {name: value for name, value in properties_.items() if value is not None},
    }
    return with_file("forms/A.form", form(question))


def telling(**changes):
    """Write a choice that tells the own agency's line managers, with other properties."""
    usual = {
        "tells": "yes=line-manager",
        "tellsTemplate": "WANTED",
        "visibleTo": "own agency",
        "variable": "no",
    }
    return with_choice(**(usual | changes))


def choice(*, default="Way_to_Finish", yes='=answer = "yes"', no=None, kind="exclusiveGateway"):
    """Write a task, then a choice between the end and another task."""
    return process(
        start(),
        user_task("Task_A"),
        gateway("Way", kind, default),
        user_task("Task_B"),
        end(),
        path("Begin", "Task_A", "Way"),
        flow("Way", "Task_B", yes),
        flow("Way", "Finish", no),
        path("Task_B", "Finish"),
        lanes=("Begin", "Task_A", "Way", "Task_B", "Finish"),
    )


def with_timer(text, kind="timeDuration", *, interrupting=True):
    more = boundary("Timer", "Task_A", timer_inside(text, kind), interrupting=interrupting)
    lanes = ("Begin", "Task_A", "Finish", "Timer", "Late")
    return one_task(more=more + end("Late") + path("Timer", "Late"), lanes=lanes)


def reminder(target, *, interrupting=False):
    """Write two tasks; a boundary event of the first leads to a notice and to `target`."""
    return process(
        start(),
        user_task("Task_A"),
        user_task("Task_B"),
        end(),
        boundary("Timer", "Task_A", interrupting=interrupting),
        notice("Remind"),
        end("Reminded") if target == "Reminded" else "",
        path("Begin", "Task_A", "Task_B", "Finish"),
        path("Timer", "Remind", target),
        lanes=("Begin", "Task_A", "Task_B", "Finish", "Timer", "Remind"),
    )


def block(*inside, inner_lanes=("Begin", "Block", "Finish")):
    return process(
        start(),
        sub_process("Block", *inside),
        end(),
        path("Begin", "Block", "Finish"),
        lanes=inner_lanes,
    )


def fork(split="parallelGateway", join="parallelGateway", *, more="", after="", default=None):
    """Write the contents of a sub-process that does two tasks side by side, and one `after` it."""
    conditions = (None, "=true") if default else (None, None)
    return (
        start("Begin_Block"),
        gateway("Fork", split, default),
        user_task("Left"),
        user_task("Right"),
        gateway("Join", join),
        end("End_Block"),
        path("Begin_Block", "Fork"),
        flow("Fork", "Left", conditions[0]),
        flow("Fork", "Right", conditions[1]),
        path("Left", "Join", *ids_of(after), "End_Block"),
        path("Right", "Join"),
        after,
        more,
    )


def ids_of(*parts):
    """Return the ids of what was written, one of each part."""
    return [part.split('id="')[1].split('"')[0] for part in parts if part]


def straight_to_one_step():
    """Write a fork of which both branches lead to the same step, without a gateway."""
    return (
        start("Begin_Block"),
        gateway("Fork", "parallelGateway"),
        *map(user_task, ("Left", "Right", "Sum_Up")),
        end("End_Block"),
        path("Begin_Block", "Fork", "Left", "Sum_Up", "End_Block"),
        path("Fork", "Right", "Sum_Up"),
    )


def fork_with_choice():
    """Write a fork of which one branch has a choice, merged again before the join."""
    return (
        start("Begin_Block"),
        gateway("Fork", "parallelGateway"),
        *map(user_task, ("Left", "Right", "Other", "Sum_Up")),
        gateway("Which", default="Which_to_Left"),
        gateway("Merged"),
        gateway("Join", "parallelGateway"),
        end("End_Block"),
        path("Begin_Block", "Fork", "Which", "Left", "Merged", "Join", "Sum_Up", "End_Block"),
        flow("Which", "Other", "=true"),
        path("Other", "Merged"),
        path("Fork", "Right", "Join"),
    )


def fork_with_loop():
    """Write a fork of which one branch may go back."""
    return (
        *(
            part.replace("Left_to_Join", "Again_to_Join").replace(
                '"Left" targetRef="Join"', '"Again" targetRef="Join"'
            )
            for part in fork()
        ),
        gateway("Again", default="Again_to_Join"),
        flow("Left", "Again"),
        flow("Again", "Left", "=again"),
    )


def each_after_timer(*between):
    """Write a timer path that comes to a step for each agency, through what stands `between`."""
    ids = ids_of(*between)
    return process(
        start(),
        user_task("Task_A"),
        user_task("Task_Each", side="each", inner=multi_instance()),
        end(),
        boundary("Timer", "Task_A"),
        *between,
        path("Begin", "Task_A", "Task_Each", "Finish"),
        path("Timer", *ids, "Task_Each"),
        lanes=("Begin", "Task_A", "Task_Each", "Finish", "Timer", *ids),
    )


MESSAGE = element("message", id="Message_Danger", name="Danger")
BY_MESSAGE = element("messageEventDefinition", messageRef="Message_Danger")


def danger(*, inner=BY_MESSAGE, interrupting="false", more="", beside=MESSAGE):
    """Write a process with an event sub-process."""
    event = sub_process(
        "Danger",
        start("Alarm", inner, isInterrupting=interrupting),
        user_task("Act"),
        end("Safe"),
        path("Alarm", "Act", "Safe"),
        triggeredByEvent="true",
    )
    lanes = ("Begin", "Task_A", "Finish", "Danger")
    return one_task(more=event + more, lanes=lanes, beside=beside)


def event_gateway(*events):
    """Write an event gateway before these events, all of which lead to the end."""
    ids = [part.split('id="')[1].split('"')[0] for part in events]
    return process(
        start(),
        gateway("Wait", "eventBasedGateway"),
        *events,
        end(),
        path("Begin", "Wait"),
        *(path("Wait", id_, "Finish") for id_ in ids),
        lanes=("Begin", "Wait", *ids, "Finish"),
        beside=MESSAGE,
    )


def catch(id_, inner):
    return element("intermediateCatchEvent", inner, id=id_)


def call(called="other", *mappings):
    extensions = element("extensionElements", "".join(mappings)) if mappings else ""
    attributes = {"calledElement": called} if called else {}
    return one_task(element("callActivity", extensions, id="Task_A", **attributes))


OTHER = one_task(user_task("Task_B"), id_="other", lanes=("Begin_B", "Task_B", "Finish_B"))
for old, new in (
    (b'"Begin"', b'"Begin_B"'),
    (b'"Finish"', b'"Finish_B"'),
    (b'"Task_A"', b'"Task_B"'),
):
    OTHER = OTHER.replace(old, new)
OTHER = OTHER.replace(b"Begin_to_Task_A", b"Flow_B1").replace(b"Task_A_to_Finish", b"Flow_B2")


def given(main, **others):
    return bundle_files(main, **others)


def met(limits):
    """Write a step with a clock, and a form with a moment that meets limits."""
    how = {
        "type": "radio",
        "id": "how",
        "key": "how",
        "label": "How?",
        "values": [{"value": "phone", "label": "By telephone"}],
    }
    moment = {
        "type": "datetime",
        "id": "when",
        "key": "spoken_at",
        "dateLabel": "When did you speak?",
        "subtype": "datetime",
        "properties": {"meetsLimit": limits},
    }
    return given(with_timer("PT24H", interrupting=False)) | {"forms/A.form": form(how, moment)}


def notified(**values):
    return given(one_task(notice("Task_A", **values)))


CAMUNDA_LISTENER = element(
    "extensionElements", '<camunda:executionListener class="org.example.X" event="start"/>'
)
ZEEBE_TASK = element("extensionElements", '<zeebe:taskDefinition type="pay"/>')
ROOT_ONLY = definitions()
DEEP = definitions("<bpmn:a>" * 120 + "</bpmn:a>" * 120)
GOOD = bundle_files()

EXAMPLES: dict[str, Examples] = {
    "readable-file": Examples(
        (
            Fails(with_file("main.bpmn", b"not XML"), None, "not well-formed XML"),
            Fails(with_file("main.bpmn", b""), None, "is empty"),
            Fails(
                with_file("main.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), None, "DOCTYPE"
            ),
            Fails(with_file("main.bpmn", one_task() + b"\xff\xfe"), None, "UTF-8"),
            Fails(with_file("main.bpmn", DEEP), None, "deeper than 100"),
            Fails(with_file("main.bpmn", b"<" + b" " * 20_000_000), None, "larger than 20 MB"),
            Fails(with_file("main.bpmn", b"<a>" + b"<a/>" * 300_001 + b"</a>"), None, "300,000"),
        ),
        (GOOD,),
    ),
    "bpmn-file": Examples(
        (
            Fails(with_file("main.bpmn", b"<nonsense/>"), None, "not a BPMN diagram"),
            Fails(with_file("main.bpmn", b"<html/>"), None, "a web page"),
            Fails(with_file("main.bpmn", ROOT_ONLY), None, "no executable process"),
            Fails(given(one_task(isExecutable="false")), None, "no executable process"),
            Fails(
                given(one_task(beside=element("process", id="second", isExecutable="true"))),
                "test",
                "second process",
            ),
            Fails({}, None, "no diagram"),
        ),
        (GOOD,),
    ),
    "procedure-file": Examples(
        (
            Fails(without("procedure.toml"), None, "no procedure.toml"),
            Fails(with_file("procedure.toml", b"key = "), None, "cannot be read"),
            Fails(with_file("procedure.toml", b"\xff"), None, "cannot be read"),
            Fails(
                with_file("procedure.toml", PROCEDURE * 1 + b"[[editions]]\n"), None, "one edition"
            ),
            Fails(
                with_file("procedure.toml", PROCEDURE.replace(b"main.bpmn", b"gone.bpmn")),
                None,
                "“gone.bpmn” is not in the bundle",
            ),
            Fails(
                with_file("procedure.toml", PROCEDURE.replace(b'key = "test"', b"key = 3")),
                None,
                "key",
            ),
        ),
        (GOOD,),
    ),
    "process-key": Examples(
        (
            Fails(given(one_task(id_="Process_1")), "Process_1", "the procedure is “test”"),
            Fails(given(one_task(), again=one_task()), "test", "also used in again.bpmn"),
        ),
        (GOOD, given(call(), other=OTHER)),
    ),
    "element-ids": Examples(
        (
            Fails(given(one_task(user_task("End"))), "End", "used by the engine"),
            Fails(
                given(one_task(user_task("Task_A.EndJoin"))), "Task_A.EndJoin", "used by the engine"
            ),
            Fails(given(one_task(user_task("Task A"))), "Task A", "not allowed"),
            Fails(given(one_task(user_task("1_Task"))), "1_Task", "not allowed"),
            Fails(given(one_task(more=user_task("Begin"))), "Begin", "more than once"),
            Fails(given(one_task(element("userTask"))), None, "has no id"),
            Fails(
                given(call(), other=OTHER.replace(b'"Task_B"', b'"Task_A"')),
                "Task_A",
                "also used in",
            ),
        ),
        (GOOD, given(one_task().replace(b"Task_A", "Aufgabe_ß".encode()))),
    ),
    "start-and-end": Examples(
        (
            Fails(given(one_task(more=start("Again"))), "test", "2 start events"),
            Fails(given(block(user_task("Only"))), "Block", "no start events"),
            Fails(given(process(start(), lanes=("Begin",))), "test", "no end event"),
        ),
        (GOOD, given(danger())),
    ),
    "connections": Examples(
        (
            Fails(given(one_task(more=flow("Task_A", "Gone"))), "Task_A_to_Gone", "both ends"),
            Fails(given(one_task(more=boundary("Loose", "Gone"))), "Loose", "not attached"),
            Fails(
                given(process(start(), user_task("Task_A"), end(), path("Begin", "Task_A"))),
                "Task_A",
                "Nothing comes after",
            ),
            Fails(
                given(block(*fork(), flow("Left", "Finish"))),
                "Left_to_Finish",
                "crosses the border",
            ),
            Fails(given(one_task(more=flow("Task_A", "Begin"))), "Task_A_to_Begin", "direction"),
        ),
        (GOOD, given(danger()), given(with_timer("PT24H"))),
    ),
    "unsupported-constructs": Examples(
        (
            *(
                Fails(given(one_task(element(kind, id="Task_A"))), "Task_A", words)
                for kind, words in (
                    ("complexGateway", "complex gateway"),
                    ("businessRuleTask", "business rule task"),
                    ("adHocSubProcess", "ad-hoc"),
                    ("transaction", "transaction"),
                    ("task", "without a type"),
                    ("manualTask", "manual task"),
                )
            ),
            *(
                Fails(
                    given(one_task(more=boundary("Event", "Task_A", element(kind)))), "Event", words
                )
                for kind, words in (
                    ("compensateEventDefinition", "Compensation"),
                    ("conditionalEventDefinition", "conditional event"),
                    ("linkEventDefinition", "link event"),
                    ("cancelEventDefinition", "cancel event"),
                )
            ),
            Fails(
                given(one_task(more=end("Shout", element("signalEventDefinition")))),
                "Shout",
                "signal end event",
            ),
            Fails(
                given(one_task(user_task("Task_A", inner=element("standardLoopCharacteristics")))),
                "Task_A",
                "loop mark",
            ),
            Fails(
                given(one_task(beside=element("choreography", id="Dance"))), "Dance", "choreography"
            ),
            Fails(
                given(one_task(element("userTask", id="Task_A", isForCompensation="true"))),
                "Task_A",
                "Compensation",
            ),
        ),
        (GOOD, given(danger()), given(choice())),
    ),
    "script-task": Examples(
        (
            Fails(
                given(one_task(element("scriptTask", "<bpmn:script>1</bpmn:script>", id="Task_A"))),
                "Task_A",
                "never run",
            ),
        ),
        (GOOD,),
    ),
    "foreign-code": Examples(
        (
            Fails(
                given(
                    one_task(element("serviceTask", id="Task_A", camunda__class="org.example.X"))
                ),
                "Task_A",
                "camunda:class",
            ),
            Fails(
                given(one_task(element("userTask", CAMUNDA_LISTENER, id="Task_A"))),
                "Task_A",
                "executionListener",
            ),
            Fails(
                given(one_task(element("serviceTask", ZEEBE_TASK, id="Task_A"))),
                "Task_A",
                "taskDefinition",
            ),
            Fails(
                given(
                    one_task(
                        more=element(
                            "sequenceFlow",
                            element("conditionExpression", "1", language="javascript"),
                            id="Flow_X",
                            sourceRef="Task_A",
                            targetRef="Finish",
                        )
                    )
                ),
                "Flow_X",
                "javascript",
            ),
        ),
        (GOOD, given(call("other", '<camunda:in variables="all"/>'), other=OTHER)),
    ),
    "expressions": Examples(
        (
            Fails(given(choice(yes='answer = "yes"')), "Way_to_Task_B", "does not begin with"),
            Fails(given(choice(yes="=answer ==")), "Way_to_Task_B", "cannot be read"),
            Fails(given(choice(yes="")), "Way_to_Task_B", "empty"),
            Fails(given(choice(yes="=frobnicate(answer)")), "Way_to_Task_B", "frobnicate"),
            Fails(
                given(choice(yes="=__import__('os').system('x')")),
                "Way_to_Task_B",
                "cannot be read",
            ),
            Fails(
                given(
                    call("other", '<camunda:in sourceExpression="stage" target="stage"/>'),
                    other=OTHER,
                ),
                "Task_A",
                "value of “stage”",
            ),
            Fails(given(one_task(user_task("Task_A", assignee="=("))), "Task_A", "assignee"),
        ),
        (
            given(choice()),
            given(choice(yes="=working day deadline(now(), 1) < now()")),
            given(one_task(user_task("Task_A", assignee="=chair_user"))),
        ),
    ),
    "gateway-defaults": Examples(
        (
            Fails(given(choice(default=None, no="=true")), "Way", "no default"),
            Fails(given(choice(default="Gone")), "Way", "“Gone” does not leave it"),
            Fails(
                given(one_task(element("userTask", id="Task_A", default="Task_A_to_Finish"))),
                "Task_A",
                "is no choice",
            ),
            Fails(given(choice(no="=true")), "Way_to_Finish", "never looked at"),
            Fails(given(choice(yes=None)), "Way_to_Task_B", "no condition"),
            Fails(
                given(one_task(more=user_task("Task_B") + flow("Task_A", "Task_B", "=true"))),
                "Task_A_to_Task_B",
                "does not leave a choice",
            ),
        ),
        (given(choice()), GOOD),
    ),
    "timers": Examples(
        (
            *(
                Fails(given(with_timer(text)), "Timer", words)
                for text, words in (
                    ("24h", "not a duration"),
                    ("-PT1H", "no sign"),
                    ("P", "not a duration"),
                    ("PT0S", "no time at all"),
                    ('"PT24H"', "no quotation marks"),
                    ("", "empty"),
                    ("=(", "cannot be read"),
                    ("P9999999999D", "not a duration"),
                )
            ),
            *(
                Fails(given(with_timer(text, "timeDate")), "Timer", words)
                for text, words in (
                    ("2026-03-25T09:00", "time zone"),
                    ("2026-02-30T09:00:00Z", "not a time"),
                    ("tomorrow", "not a time"),
                )
            ),
            Fails(given(with_timer("R/PT1H", "timeCycle")), "Timer", "how many times"),
            Fails(given(with_timer("PT1H", "timeCycle")), "Timer", "not a repetition"),
            Fails(
                given(one_task(more=boundary("Timer", "Task_A", element("timerEventDefinition")))),
                "Timer",
                "exactly one time",
            ),
        ),
        (
            given(with_timer("PT24H")),
            given(with_timer("P2DT12H")),
            given(with_timer("2026-03-25T09:00:00+01:00", "timeDate")),
            given(with_timer("R3/PT24H", "timeCycle", interrupting=False)),
            given(with_timer("=working day deadline(now(), 1)", "timeDate")),
        ),
    ),
    "event-references": Examples(
        (
            Fails(given(one_task(element("receiveTask", id="Task_A"))), "Task_A", "no message"),
            Fails(
                given(one_task(element("receiveTask", id="Task_A", messageRef="Gone"))),
                "Task_A",
                "no message",
            ),
            Fails(
                given(one_task(more=boundary("Event", "Task_A", element("signalEventDefinition")))),
                "Event",
                "no signal",
            ),
            Fails(
                given(danger(beside=element("message", id="Message_Danger"))), "Alarm", "no message"
            ),
        ),
        (given(danger()),),
    ),
    "event-gateways": Examples(
        (
            Fails(
                given(
                    event_gateway(
                        catch("T1", timer_inside("PT1H")), catch("T2", timer_inside("PT2H"))
                    )
                ),
                "Wait",
                "two timers",
            ),
            Fails(
                given(event_gateway(catch("T1", timer_inside("PT1H")), user_task("Task_A"))),
                "Wait",
                "followed by a step",
            ),
        ),
        (given(event_gateway(catch("T1", timer_inside("PT1H")), catch("M", BY_MESSAGE))),),
    ),
    "event-sub-processes": Examples(
        (
            Fails(given(danger(interrupting="true")), "Danger", "must not interrupt"),
            Fails(
                given(danger(inner=timer_inside("PT1H"))), "Danger", "only be started by a message"
            ),
            Fails(given(danger(inner="")), "Danger", "only be started by a message"),
            Fails(given(danger(more=flow("Task_A", "Danger"))), "Danger", "joined to other steps"),
            Fails(
                given(
                    danger(
                        more=sub_process(
                            "Second",
                            start("Alarm_2", BY_MESSAGE, isInterrupting="false"),
                            end("Safe_2"),
                            path("Alarm_2", "Safe_2"),
                            triggeredByEvent="true",
                        )
                    )
                ),
                "Second",
                "same message",
            ),
        ),
        (given(danger()),),
    ),
    "reminders": Examples(
        (Fails(given(reminder("Task_B")), "Timer", "run twice"),),
        (
            given(reminder("Reminded")),
            given(reminder("Finish")),
            given(reminder("Task_B", interrupting=True)),
        ),
    ),
    "single-shot-events": Examples(
        (
            Fails(
                given(
                    one_task(
                        more=boundary("News", "Task_A", BY_MESSAGE, interrupting=False),
                        beside=MESSAGE,
                    )
                ),
                "News",
                "only the first time",
            ),
        ),
        (given(reminder("Reminded")),),
    ),
    "parallel-blocks": Examples(
        (
            Fails(given(process(*fork(), lanes=("Fork",))), "Fork", "main path"),
            Fails(given(process(*fork(split="inclusiveGateway"))), "Fork", "main path"),
            Fails(
                given(
                    block(
                        *fork(),
                        gateway("Fork_2", "parallelGateway"),
                        path("Left", "Fork_2", "Join"),
                        flow("Fork_2", "End_Block"),
                    )
                ),
                "Fork",
                "shares its sub-process",
            ),
            Fails(
                given(block(*fork_with_loop())),
                "Fork",
                "way back",
            ),
        ),
        (given(block(*fork())), GOOD),
    ),
    "parallel-joins": Examples(
        (
            Fails(
                given(block(*fork("exclusiveGateway", default="Fork_to_Left"))),
                "Join",
                "would stop",
            ),
            Fails(
                given(block(*fork("inclusiveGateway", default="Fork_to_Left"))),
                "Join",
                "would stop",
            ),
        ),
        (
            given(block(*fork())),
            given(block(*fork("exclusiveGateway", "exclusiveGateway", default="Fork_to_Left"))),
        ),
    ),
    "parallel-merges": Examples(
        (
            Fails(
                given(block(*fork(join="exclusiveGateway", after=user_task("Sum_Up")))),
                "Join",
                "done once for each branch",
            ),
            Fails(
                given(
                    block(
                        *fork(
                            "inclusiveGateway",
                            "exclusiveGateway",
                            after=user_task("Sum_Up"),
                            default="Fork_to_Left",
                        )
                    )
                ),
                "Join",
                "inclusive gateway “Fork”",
            ),
            Fails(given(block(*straight_to_one_step())), "Sum_Up", "does not wait"),
        ),
        (
            given(block(*fork())),
            given(block(*fork(after=user_task("Sum_Up")))),
            # Nothing is done twice where nothing is done.
            given(block(*fork(join="exclusiveGateway"))),
            given(
                block(
                    *fork(
                        "exclusiveGateway",
                        "exclusiveGateway",
                        after=user_task("Sum_Up"),
                        default="Fork_to_Left",
                    )
                )
            ),
            given(block(*fork_with_choice())),
        ),
    ),
    "multi-instances": Examples(
        (
            Fails(
                given(
                    one_task(user_task("Task_A", inner=element("multiInstanceLoopCharacteristics")))
                ),
                "Task_A",
                "does not say of which",
            ),
            Fails(
                given(one_task(user_task("Task_A", inner=multi_instance(collection="=(")))),
                "Task_A",
                "collection",
            ),
        ),
        (given(one_task(user_task("Task_A", side="each", inner=multi_instance()))),),
    ),
    "multi-instance-after-notice": Examples(
        (
            Fails(
                given(each_after_timer(notice("Told"))), "Task_Each", "right after a notification"
            ),
            Fails(
                given(each_after_timer(gateway("Merge"), notice("Told"))),
                "Task_Each",
                "right after a notification",
            ),
        ),
        (
            given(each_after_timer(notice("Told"), user_task("Task_B"))),
            given(each_after_timer(gateway("Merge"))),
        ),
    ),
    "called-processes": Examples(
        (
            Fails(given(call("gone")), "Task_A", "not in the bundle"),
            Fails(given(call("")), "Task_A", "does not say"),
            Fails(given(call("test")), "Task_A", "calls this one again"),
            Fails(
                given(call("other", '<camunda:in source="a"/>'), other=OTHER), "Task_A", "no target"
            ),
        ),
        (given(call("other", '<camunda:in source="a" target="b"/>'), other=OTHER),),
    ),
    "lanes": Examples(
        (
            Fails(given(one_task(lanes=("Begin", "Finish"))), "Task_A", "stands in no lane"),
            Fails(
                given(one_task(lanes=("Begin", "Task_A", "Task_A", "Finish"))),
                "Task_A",
                "in 2 lanes",
            ),
            Fails(
                given(one_task(lanes=("Begin", "Task_A", "Finish", "Gone"))), "Lane_Staff", "“Gone”"
            ),
            Fails(
                with_file("procedure.toml", PROCEDURE.replace(b"Lane_Staff", b"Lane_Old")),
                "Lane_Staff",
                "has no role",
            ),
            Fails(
                with_file("procedure.toml", PROCEDURE.replace(b"practitioner", b"boss")),
                None,
                "unknown role “boss”",
            ),
            Fails(
                with_file(
                    "procedure.toml", PROCEDURE.replace(b"practitioner", b"procedures-group")
                ),
                None,
                "unknown role “procedures-group”",
            ),
            Fails(
                with_file("procedure.toml", PROCEDURE.replace(b'"practitioner"', b'"=("')),
                None,
                "cannot be read",
            ),
        ),
        (GOOD, with_file("procedure.toml", PROCEDURE.replace(b"practitioner", b"=handler_role"))),
    ),
    "forms": Examples(
        (
            Fails(given(one_task(user_task("Task_A", form=None))), "Task_A", "has no form"),
            Fails(given(one_task(user_task("Task_A", form="GONE"))), "Task_A", "“GONE”"),
            Fails(with_file("forms/A.form", b"{"), None, "Form A"),
            Fails(
                with_file("forms/A.form", form({"type": "image", "id": "picture"})),
                None,
                "(picture)",
            ),
        ),
        (GOOD,),
    ),
    "met-limits": Examples(
        (
            Fails(met("Timer_24"), None, "“Timer_24”"),
            Fails(met("Timer Task_A"), None, "“Task_A”"),
            Fails(met('=if how = "phone" then "Timer" else "Timr"'), None, "“Timr”"),
            Fails(met("phone"), None, "“phone”"),
        ),
        (met("Timer"), met('=if how = "phone" then "Timer" else null'), GOOD),
    ),
    "answer-effects": Examples(
        (
            Fails(telling(tells="yes=king"), None, "“king” is not a role"),
            Fails(telling(tells="yes=business-manager"), None, "“business-manager” is not a role"),
            Fails(telling(tells="line-manager"), None, "needs an answer and a role"),
            Fails(telling(tellsTemplate=None), None, "“tellsTemplate” is missing"),
            Fails(telling(tells=None), None, "needs an answer and a role"),
            Fails(telling(tells="perhaps=line-manager"), None, "“perhaps” is none of its answers"),
            Fails(telling(visibleTo=None), None, "others can read the answer"),
            Fails(telling(variable=None), None, "later forms know the answer"),
            Fails(with_choice(setsCase="no"), None, "“no” is no value of setsCase"),
            Fails(with_choice(setsCase="yes", variable="no"), None, "it is none"),
        ),
        (
            telling(),
            telling(tells="no=safeguarding-lead; line-manager"),
            with_choice(setsCase="yes"),
        ),
    ),
    "readable-answers": Examples(
        (
            Fails(
                given(one_task(user_task("Task_A", readable="after own"))),
                "Task_A",
                "not done by each agency",
            ),
            Fails(
                given(
                    one_task(
                        user_task("Task_A", side="each", inner=multi_instance(), readable="later")
                    )
                ),
                "Task_A",
                "“later”",
            ),
            Fails(
                given(one_task(element("task", properties(readable="after own"), id="Task_A"))),
                "Task_A",
                "not done by each agency",
            ),
        ),
        (
            given(
                one_task(
                    user_task("Task_A", side="each", inner=multi_instance(), readable="after own")
                )
            ),
        ),
    ),
    "agency-sides": Examples(
        (
            Fails(given(one_task(user_task("Task_A", side="sender"))), "Task_A", "“sender”"),
            Fails(given(one_task(user_task("Task_A", side="each"))), "Task_A", "drawn as one step"),
        ),
        (
            given(one_task(user_task("Task_A", side=None))),
            given(one_task(user_task("Task_A", side="social_care"))),
            given(one_task(user_task("Task_A", side="each", inner=multi_instance()))),
        ),
    ),
    "service-operations": Examples(
        (
            Fails(notified(operation=None), "Task_A", "no operation"),
            Fails(notified(operation="pay"), "Task_A", "unknown operation “pay”"),
            Fails(notified(template=None), "Task_A", "no template"),
        ),
        (notified(),),
    ),
    "notification-recipients": Examples(
        (
            Fails(notified(recipients=None), "Task_A", "goes to nobody"),
            Fails(notified(recipients=" ; "), "Task_A", "goes to nobody"),
            Fails(notified(recipients="boss of both"), "Task_A", "“boss” is not a role"),
            Fails(notified(recipients="line-manager of all"), "Task_A", "“all” is not a side"),
            Fails(notified(recipients="procedures-group of both"), "Task_A", "not to a side"),
            Fails(notified(recipients="=("), "Task_A", "cannot be read"),
            Fails(notified(recipients='=""'), "Task_A", "goes to nobody"),
            Fails(notified(recipients='="boss of both"'), "Task_A", "“boss” is not a role"),
            Fails(notified(recipients="line-manager"), "Task_A", "without a side"),
            Fails(
                given(
                    call(
                        "other",
                        "<camunda:in sourceExpression='=\"managers\"' target='recipients'/>",
                    ),
                    other=OTHER,
                ),
                "Task_A",
                "“managers” is not a role",
            ),
        ),
        (
            notified(recipients="line-manager of both; business-manager; procedures-group"),
            notified(recipients="senior-manager of social_care"),
            notified(recipients='="line-manager of both"'),
        ),
    ),
    "clause-references": Examples(
        (
            Fails(given(one_task(user_task("Task_A", clauses="S0-01 S9-99"))), "Task_A", "“S9-99”"),
            Fails(with_file("clauses.json", b"["), None, "not JSON"),
            Fails(with_file("clauses.json", b"[]"), None, "no “policy”"),
            Fails(
                with_file("clauses.json", CLAUSES.replace(b"Begin", b"Gone")), None, "element Gone"
            ),
            Fails(
                with_file("clauses.json", CLAUSES.replace(b'"words"', b'"deeds"')),
                None,
                "field deeds",
            ),
            Fails(with_file("clauses.json", CLAUSES.replace(b'"A"', b'"Z"')), None, "form Z"),
            Fails(with_file("clauses.json", CLAUSES.replace(b"TST26", b"OLD99")), None, "OLD99"),
            Fails(
                with_file("clauses.json", orjson.dumps({"policy": "TST26", "clauses": [{}]})),
                None,
                "Entry 1",
            ),
        ),
        (given(one_task(user_task("Task_A", clauses="S0-01 TST26-S0-01"))),),
    ),
    "layout-missing": Examples(
        (Fails(GOOD, None, "no picture"),),
        (given(drawn_task()),),
    ),
    "layout-faults": Examples(
        (
            Fails(given(drawn_task(Task_A=None)), "Task_A", "not drawn"),
            Fails(given(drawn_task(Begin_to_Task_A=None)), "Begin_to_Task_A", "not drawn"),
            Fails(given(drawn_task(Gone=(0, 0, 10, 10))), "D", "“Gone”"),
            Fails(given(drawn_task(Finish=(290, 82, 36, 36))), "Finish", "overlaps Task_A"),
            Fails(given(drawn_task(Task_A=(180, 160, 120, 80))), "Task_A", "inside its lane"),
            Fails(
                given(drawn_task(Begin_to_Task_A=((96, 100), (240, 100)))),
                "Begin_to_Task_A",
                "border of Task_A",
            ),
            Fails(
                given(drawn_task(Task_A_to_Finish=((300, 100), (400, 90)))),
                "Task_A_to_Finish",
                "aslant",
            ),
            Fails(given(drawn_task(Task_A=(180, 60, 30, 80))), "Task_A", "does not fit"),
        ),
        (given(drawn_task()),),
    ),
}
