// How far a case has come, shown on the diagram: by colour, by line and in words.

const BADGES = { active: "Now", overdue: "Overdue", failed: "Failed" };

/** Mark elements by their state: done, active, overdue or failed. */
export function markStates(viewer, states) {
  const registry = viewer.get("elementRegistry");
  for (const [elementId, state] of Object.entries(states)) {
    const element = registry.get(elementId);
    if (element) {
      element.concordState = state;
      viewer.get("canvas").addMarker(element, `concord-element--${state}`);
      addBadge(viewer, element, BADGES[state], state);
    }
  }
}

/** Mark the sequence flows that the case has taken. */
export function markTaken(viewer, flowIds) {
  const registry = viewer.get("elementRegistry");
  flowIds
    .map((flowId) => registry.get(flowId))
    .filter(Boolean)
    .forEach((flow) => viewer.get("canvas").addMarker(flow, "concord-flow--taken"));
}

function addBadge(viewer, element, text, state) {
  if (!text) {
    return;
  }
  const badge = document.createElement("strong");
  badge.className = `concord-badge concord-badge--${state}`;
  badge.textContent = text;
  viewer.get("overlays").add(element, { position: { top: -14, left: 4 }, html: badge });
}
