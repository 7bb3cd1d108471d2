// Which groups the panel shows for an element: plain words, and nothing of any vendor's.

import { is } from "bpmn-js/lib/util/ModelUtil";

import { isTimer } from "../timer.js";
import { propertyOf } from "../properties.js";
import { clauseEntries } from "./clauses.js";
import { callEntries, conditionEntries, messageEntries } from "./flow.js";
import { laneEntries } from "./lane.js";
import { limitEntries } from "./limit.js";
import { noticeEntries } from "./notice.js";
import { stepEntries } from "./step.js";
import { textEntries } from "./text.js";

const BEFORE_STOCK = 500;

/** The only provider of groups that is registered. */
export class PlainWords {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(BEFORE_STOCK, this);
  }

  getGroups(element) {
    return () => groupsOf(element).filter(({ entries }) => entries.length);
  }
}
PlainWords.$inject = ["propertiesPanel"];

function groupsOf(element) {
  if (is(element, "bpmn:Collaboration")) {
    return [];
  }
  return [
    group("text", "Name and text", textEntries(element)),
    group("step", "Who does it", is(element, "bpmn:UserTask") ? stepEntries(element) : []),
    group("lane", "Who stands behind this lane", is(element, "bpmn:Lane") ? laneEntries(element) : []),
    group("limit", "Limit", isTimer(element) ? limitEntries(element) : []),
    group("notice", "Who is told", isNotice(element) ? noticeEntries(element) : []),
    group("condition", "When this way is taken", conditionEntries(element)),
    group("call", "Which diagram", is(element, "bpmn:CallActivity") ? callEntries(element) : []),
    group("message", "Which message", messageEntries(element)),
    group("clauses", "Clauses of the policy that it carries", canCarry(element) ? clauseEntries(element) : []),
  ];
}

function group(id, label, entries) {
  return { id: `concord-${id}`, label, entries, shouldOpen: true };
}

function isNotice(element) {
  return is(element, "bpmn:ServiceTask") && propertyOf(element, "operation") === "notify";
}

function canCarry(element) {
  return is(element, "bpmn:FlowNode");
}
