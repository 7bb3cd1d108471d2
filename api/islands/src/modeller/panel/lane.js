// A lane: which roles do what stands in it. They stand in procedure.toml, and have a page of their own.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

import { Said } from "./said.js";

// Source: ANY_LANE in api/pages/modeller_words.py.
const ANY_LANE = "LANE";

export function laneEntries() {
  return [{ id: "concord-lane-roles", component: LaneRoles }];
}

function LaneRoles({ element }) {
  const { id } = getBusinessObject(element);
  return Said({
    label: "Roles",
    read: ({ words }) => words.lanes[id] ?? "Nobody yet",
    link: ({ words, isEditable }) =>
      isEditable && { url: words.laneUrl.replace(ANY_LANE, encodeURIComponent(id)), words: "Change who stands behind this lane" },
    hint: "Each role gets the steps of this lane.",
  });
}
