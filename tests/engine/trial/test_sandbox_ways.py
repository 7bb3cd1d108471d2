"""Suggested answers: one for each way, and the diagram itself says where each leads."""

from engine.trial.sandbox_ways import condition_names

SAFE, DANGER = "Discuss and find a solution", "child thought to be at risk of immediate harm"


def told(way):
    return dict(way.choice)


def test_each_way_of_raising_is_offered_and_danger_is_not_the_first(tryer):
    ways = tryer.ways("Task_S0_Raise")
    first, *others = ways.values()
    assert first.leads_to == (SAFE,)
    assert ("Rationale understood",) in ways
    assert any(DANGER in step for way in others for step in way.leads_to)
    assert first.answers["receiving_agency"] == "reading-council"
    assert all("Does your concern for the child still exist?" in told(way) for way in ways.values())


def test_where_an_answer_leads_is_true(tryer):
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    name = "Seek a solution at next managerial level"
    way = tryer.ways_as("Task_S1_Contact", "line-manager@reading-school.example")[(name,)]
    assert told(way)["Is it resolved?"].startswith("No")
    assert way.told
    tryer.take("Task_S1_Contact", name)
    assert [step.name for step in tryer.look().open_steps] == [name]


def test_looking_ahead_changes_nothing(tryer):
    tryer.take("Task_S0_Raise")
    before = tryer.look()
    tryer.ways_as("Task_S0_Discuss", "practitioner@reading-council.example")
    assert tryer.look().timeline == before.timeline


def test_the_diagrams_questions_are_known(tryer):
    names = tryer.inside(lambda store: condition_names(store.compiled))
    assert {"s1_outcome", "concern_remains"} <= names


def test_suggested_answers_give_some_reason_when_a_limit_has_passed(tryer):
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    tryer.wait(hours=30)
    assert tryer.look().open_steps[0].due_at < tryer.look().now
    tryer.take("Task_S1_Contact")
    assert tryer.run.content.steps[-1].said.late_reason == "other"
