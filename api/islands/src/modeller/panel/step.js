// A step that people do: its form, and whose it is.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

import { changeMark } from "../each-agency.js";
import { changeProperty, propertyOf } from "../properties.js";
import { choice } from "./entries.js";
import { Said } from "./said.js";
import { limitOf, timerOf } from "../timer.js";

const NONE = { value: "", words: "Choose one" };

export function stepEntries() {
  return [form(), side(), { id: "concord-role", component: Role }, { id: "concord-limits", component: Limits }];
}

function form() {
  return choice("form", "Form", {
    read: (one) => getBusinessObject(one).get("camunda:formKey") ?? "",
    write: ({ modeling }, one, value) => modeling.updateProperties(one, { "camunda:formKey": value || undefined }),
    options: ({ words }) => [NONE, ...words.forms],
  });
}

function side() {
  return choice("side", "Which agency", {
    read: (one) => propertyOf(one, "agencySide") || "partnership",
    write: ({ together, bpmnFactory }, one, value) =>
      together.run([changeProperty(one, bpmnFactory, "agencySide", value), ...changeMark(one, bpmnFactory, value)]),
    options: ({ words }) => words.sides,
    description: "“Each agency”: every agency of the case gets this step for itself.",
  });
}

function Role({ element }) {
  const lane = laneOf(getBusinessObject(element));
  return Said({
    label: "Role",
    read: ({ words }) => (lane ? (words.lanes[lane.id] ?? "Nobody yet") : "The step stands in no lane"),
    hint: lane
      ? `Because the step stands in the lane “${lane.name ?? lane.id}”. Move it to another lane, or choose the lane to see more.`
      : "Draw it inside a lane: the lane says who does it.",
  });
}

function Limits({ element }) {
  const clocks = (element.attachers ?? []).filter(timerOf);
  return Said({
    label: "Limits",
    read: () =>
      clocks.map((clock) => getBusinessObject(clock).name || limitOf(clock).text).join(", ") || "None",
    hint: clocks.length ? "Choose the clock on the edge of the step to change it." : "Draw a “Limit” onto its edge.",
  });
}

function laneOf(object) {
  let scope = object.$parent;
  let inside = object;
  while (scope) {
    const lane = lanesIn(scope).find((one) => one.flowNodeRef?.includes(inside));
    if (lane) {
      return lane;
    }
    inside = scope;
    scope = scope.$parent;
  }
  return null;
}

function lanesIn(scope) {
  return (scope.laneSets ?? []).flatMap((set) => set.lanes ?? []);
}
