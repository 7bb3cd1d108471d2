"""Bundles that fail or pass the checks about flows, answers, limits and names."""

from tests.engine.definitions.examples import (
    EXAMPLES,
    GOOD,
    OTHER,
    Examples,
    Fails,
    block,
    call,
    choice,
    danger,
    fork,
    given,
    notified,
    with_timer,
)
from tests.engine.definitions.writing import (
    boundary,
    element,
    end,
    flow,
    form,
    gateway,
    lane,
    multi_instance,
    notice,
    one_task,
    path,
    process,
    start,
    sub_process,
    timer_inside,
    user_task,
)

LONG = "Contact the equivalent line manager of the other agency and set out the concern"


def question(kind="radio", key="answer", **members):
    """Write a question with the answers yes and no, where it is a choice."""
    options = {"values": [{"value": v, "label": v} for v in ("yes", "no")]}
    has_options = kind in {"radio", "select", "checklist"}
    return {
        "type": kind,
        "id": f"field_{key}",
        "key": key,
        "label": f"What about {key}?",
        **(options if has_options else {}),
        **members,
    }


def asked(main, *questions, **others):
    """Give a bundle whose form A asks these questions."""
    return given(main, **others) | {"forms/A.form": form(*questions)}


def way(condition, *questions):
    """Give a bundle in which a condition leads to Task_B."""
    return asked(choice(yes=condition), *(questions or (question(),)))


def two_ways(first, second, *questions):
    """Give a bundle with a choice that has two conditions and no default."""
    return asked(choice(default=None, yes=first, no=second), *(questions or (question(),)))


def asked_later():
    """Write a gateway whose question is asked only after it."""
    return given(choice()) | {"forms/A.form": form(), "forms/B.form": form(question(), key="B")}


def later(main):
    return main.replace(b'id="Task_B" name="Do Task_B"', b'id="Task_B" name="Do Task_B"').replace(
        b'camunda:formKey="A"', b'camunda:formKey="B"'
    )


def only_task_b_asks():
    files = asked_later()
    before, after = files["main.bpmn"].split(b'id="Task_B"', 1)
    return files | {"main.bpmn": before + b'id="Task_B"' + later(after)}


def records_asked(key):
    """Write a step for each agency, whose answers a gateway looks through."""
    task = user_task("Task_A", side="each", inner=multi_instance(), outputCollection="records")
    main = choice(yes=f'=some r in records satisfies r.{key} = "yes"')
    begin = main.index(b'<bpmn:userTask id="Task_A"')
    stop = main.index(b"</bpmn:userTask>", begin) + len(b"</bpmn:userTask>")
    return asked(main[:begin] + task.strip().encode() + main[stop:], question())


def called(*mappings):
    """Give a bundle whose called diagram tells those whom the caller names."""
    told = OTHER.replace(
        b'<bpmn:endEvent id="Finish_B">', notice("Tell", "=recipients").encode() + b"\0"
    ).split(b"\0")[0]
    rest = OTHER.split(b'<bpmn:endEvent id="Finish_B">')[1]
    other = (told + b'<bpmn:endEvent id="Finish_B">' + rest).replace(
        b'sourceRef="Task_B" targetRef="Finish_B"', b'sourceRef="Task_B" targetRef="Tell"'
    )
    more = flow("Tell", "Finish_B").encode()
    other = other.replace(b"</bpmn:process>", more + b"</bpmn:process>")
    return given(call("other", *mappings), other=other)


def circle():
    """Write two tasks that follow each other for ever, beside a way to the end."""
    return process(
        start(),
        gateway("Way", default="Way_to_Finish"),
        gateway("Merge"),
        user_task("Task_A"),
        user_task("Task_B"),
        end(),
        path("Begin", "Way", "Finish"),
        flow("Way", "Merge", '=answer = "yes"'),
        path("Merge", "Task_A", "Task_B", "Merge"),
        lanes=("Begin", "Way", "Merge", "Task_A", "Task_B", "Finish"),
    )


def staged(inner, outer, *, interrupting=True):
    """Write a sub-process with a limit, and in it a step with a limit of its own."""
    return process(
        start(),
        sub_process(
            "Stage",
            start("Begin_S"),
            user_task("Task_S"),
            end("Finish_S"),
            boundary("Inner", "Task_S", inner, interrupting=False),
            end("Late_S"),
            path("Begin_S", "Task_S", "Finish_S"),
            path("Inner", "Late_S"),
        ),
        end(),
        boundary("Outer", "Stage", outer, interrupting=interrupting),
        end("Late"),
        path("Begin", "Stage", "Finish"),
        path("Outer", "Late"),
        lanes=("Begin", "Stage", "Finish", "Outer", "Late"),
    )


def working_days(number):
    return timer_inside(f"=working day deadline(now(), {number})", "timeDate")


def hours(number):
    return timer_inside(f"PT{number}H")


def two_clocks(reminder, limit):
    """Write a step of which one clock reminds and the other one ends it."""
    more = boundary("Remind", "Task_A", reminder, interrupting=False) + end("Reminded")
    more += boundary("Close", "Task_A", limit) + end("Closed")
    more += path("Remind", "Reminded") + path("Close", "Closed")
    lanes = ("Begin", "Task_A", "Finish", "Remind", "Reminded", "Close", "Closed")
    return one_task(more=more, lanes=lanes)


def slow_call():
    """Give a bundle that calls a diagram with 48 hours, and allows 24 for it."""
    slow = boundary("Slow", "Task_B", hours(48), interrupting=False) + end("Slow_End")
    slow += flow("Slow", "Slow_End")
    other = OTHER.replace(b"</bpmn:process>", slow.encode() + b"</bpmn:process>")
    more = boundary("Close", "Task_A", hours(24)) + end("Closed") + path("Close", "Closed")
    main = call("other").replace(b"</bpmn:process>", more.encode() + b"</bpmn:process>")
    return given(main, other=other)


def named(element_id, name):
    return GOOD["main.bpmn"].replace(f'name="Do {element_id}"'.encode(), f'name="{name}"'.encode())


def joined(target="Task_B"):
    """Write two flows that lead to one element without a gateway."""
    return process(
        start(),
        gateway("Way", default=f"Way_to_{target}"),
        user_task("Task_A"),
        user_task("Task_B"),
        end(),
        path("Begin", "Way", target),
        flow("Way", "Task_A", '=answer = "yes"'),
        path("Task_A", "Task_B", "Finish"),
        lanes=("Begin", "Way", "Task_A", "Task_B", "Finish"),
    )


def same_names():
    main = choice()
    return given(main.replace(b'name="Do Task_B"', b'name="Do Task_A"'))


def two_lanes():
    one = one_task()
    lanes = element("laneSet", lane(id_="Lane_Staff") + lane(id_="Lane_Other"), id="L")
    return given(one.replace(b"<bpmn:startEvent", lanes.encode() + b"<bpmn:startEvent", 1))


def twice_the_same_call(second):
    return process(
        start(),
        element("callActivity", id="Call_1", name="Record", calledElement="other"),
        element("callActivity", id="Call_2", name="Record", calledElement=second),
        end(),
        path("Begin", "Call_1", "Call_2", "Finish"),
        lanes=("Begin", "Call_1", "Call_2", "Finish"),
    )


ROUND = block(*fork())

ALL_EXAMPLES: dict[str, Examples] = EXAMPLES | {
    "unreachable-elements": Examples(
        (
            Fails(given(one_task(more=user_task("Lost"))), "Lost", "never be reached"),
            Fails(
                given(one_task(more=user_task("Lost") + end("Far") + path("Lost", "Far"))),
                "Far",
                "because “Do Lost” before it cannot",
            ),
            Fails(
                given(one_task(more=user_task("Lost") + boundary("Clock", "Lost"))),
                "Clock",
                "because the step that it stands on cannot",
            ),
            Fails(
                given(one_task(more=user_task("X") + user_task("Y") + path("X", "Y", "X"))),
                "X",
                "never be reached",
            ),
        ),
        (GOOD, given(danger()), given(with_timer("PT24H"))),
    ),
    "reachable-ends": Examples(
        (
            Fails(given(circle()), "Merge", "no end can be reached"),
            Fails(
                given(one_task(more=gateway("X") + flow("Finish", "X"))).copy()
                | {"main.bpmn": circle().replace(b'"Task_B"', b'"Task_C"')},
                "Merge",
                "“Do Task_A”",
            ),
        ),
        (
            given(circle().replace(b'"Task_B" targetRef="Merge"', b'"Task_B" targetRef="Finish"')),
            GOOD,
        ),
    ),
    "implicit-gateways": Examples(
        (
            Fails(
                given(one_task(more=end("Other") + flow("Task_A", "Other"))),
                "Task_A",
                "Several flows leave",
            ),
            Fails(
                given(one_task(more=end("Other") + flow("Begin", "Other"))),
                "Begin",
                "Several flows",
            ),
            Fails(given(joined()), "Task_B", "2 flows lead to"),
        ),
        (given(joined("Finish")), given(ROUND), GOOD),
    ),
    "impossible-conditions": Examples(
        (
            Fails(way('=answer = "yess"'), "Way_to_Task_B", "can be “no”, “yes”"),
            Fails(way('=answer = "yes" and answer = "no"'), "Way_to_Task_B", "can never go"),
            Fails(way("=answer = true"), "Way_to_Task_B", "never ticked (true)"),
            Fails(way('=answer = "yes" or answer = "maybe"'), "Way_to_Task_B", "never “maybe”"),
            Fails(way('=answer in ["yes", "maybe"]'), "Way_to_Task_B", "never “maybe”"),
            Fails(way('=answer != "maybe"'), "Way_to_Task_B", "always other than, “maybe”"),
            Fails(
                way('=answer = "yes"', question("checkbox")), "Way_to_Task_B", "not ticked (false)"
            ),
            Fails(
                way("=answer > 10", question("number", validate={"min": 1, "max": 10})),
                "Way_to_Task_B",
                "a number from 1 to 10",
            ),
            Fails(
                way("=0 >= answer", question("number", validate={"min": 1, "max": 10})),
                "Way_to_Task_B",
                "can never go",
            ),
            Fails(
                way('=answer = "3"', question("number", validate={"min": 1, "max": 10})),
                "Way_to_Task_B",
                "never “3”",
            ),
            Fails(
                way('=list contains(answer, "maybe")', question("checklist")),
                "Way_to_Task_B",
                "never “maybe”",
            ),
            Fails(
                records_asked("answer") | {"forms/A.form": form(question("checkbox"))},
                "Way_to_Task_B",
                "never “yes”",
            ),
        ),
        (
            way('=answer = "yes"'),
            way('=not(answer = "yes")'),
            way("=answer = null"),
            way("=answer = true", question("checkbox")),
            way("=answer > 9", question("number", validate={"min": 1, "max": 10})),
            way("=answer > 9", question("number")),
            way('=answer = "whatever"', question("textfield")),
            way('=list contains(answer, "yes")', question("checklist")),
            records_asked("answer"),
            given(choice()),
        ),
    ),
    "uncovered-answers": Examples(
        (
            Fails(two_ways('=answer = "yes"', '=answer = "yes"'), "Way", "“answer” is “no”"),
            Fails(
                two_ways(
                    '=answer = "yes" and again',
                    '=answer = "no"',
                    question(),
                    question("checkbox", "again"),
                ),
                "Way",
                "“again” is “not ticked” and “answer” is “yes”",
            ),
        ),
        (way('=answer = "yes"'), GOOD),
    ),
    "unasked-answers": Examples(
        (
            Fails(given(choice()), "Way", "no form of this procedure"),
            Fails(only_task_b_asks(), "Way", "“Do Task_B” asks that only later"),
            Fails(records_asked("confirms"), "Way", "asks for “confirms”"),
        ),
        (way('=answer = "yes"'), records_asked("answer"), way("=raising_agency = null"), GOOD),
    ),
    "limits-in-stages": Examples(
        (
            Fails(given(staged(hours(48), hours(24))), "Inner", "gives 48 hours"),
            Fails(
                given(staged(hours(48), hours(24), interrupting=False)), "Inner", "only 24 hours"
            ),
            Fails(given(staged(working_days(3), working_days(1))), "Inner", "3 working days"),
            Fails(given(staged(working_days(3), hours(24))), "Inner", "only 24 hours"),
            Fails(given(two_clocks(hours(48), hours(24))), "Remind", "it never comes"),
            Fails(slow_call(), "Task_A", "in the diagram that it calls"),
        ),
        (
            given(staged(hours(24), hours(48))),
            given(staged(hours(24), hours(24))),
            given(staged(hours(24), working_days(1))),
            given(staged(working_days(1), hours(24))),
            given(two_clocks(hours(24), hours(48))),
            GOOD,
        ),
    ),
    "handed-recipients": Examples(
        (
            Fails(notified(recipients="=whoever"), "Task_A", "nobody would be told"),
            Fails(called(), "Task_A", "hands over no “recipients”"),
            Fails(
                called('<camunda:in source="words" target="others"/>'),
                "Task_A",
                "would tell nobody",
            ),
        ),
        (
            called(
                "<camunda:in sourceExpression='=\"line-manager of both\"' target='recipients'/>"
            ),
            notified(),
        ),
    ),
    "name-lengths": Examples(
        (
            Fails(given(named("Task_A", LONG)), "Task_A", "there is room for 55"),
            Fails(
                given(choice().replace(b'id="Way"', f'id="Way" name="{LONG}"'.encode())),
                "Way",
                "50",
            ),
        ),
        (given(named("Task_A", LONG[:55])), GOOD),
    ),
    "repeated-names": Examples(
        (
            Fails(same_names(), "Task_B", "Two steps are called “Do Task_A”"),
            Fails(two_lanes(), "Lane_Staff", "Two lanes"),
            Fails(
                given(twice_the_same_call("elsewhere"), other=OTHER),
                "Call_2",
                "different procedures",
            ),
        ),
        (given(twice_the_same_call("other"), other=OTHER), given(choice()), GOOD),
    ),
}
