// A lane: which roles do what stands in it.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

import { Said } from "./said.js";

export function laneEntries() {
  return [{ id: "concord-lane-roles", component: LaneRoles }];
}

function LaneRoles({ element }) {
  const { id } = getBusinessObject(element);
  return Said({
    label: "Roles",
    read: ({ words }) => words.lanes[id] ?? "Nobody yet: this lane has no line in procedure.toml",
    link: ({ words }) => ({ url: words.procedureUrl, words: "Change the roles in procedure.toml" }),
    hint: `There they stand under [lanes], as ${id}. Each role gets the tasks of this lane.`,
  });
}
