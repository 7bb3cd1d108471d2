// Upgrades the diagram that the server has drawn to one that can be moved and zoomed.
//
//   <div class="concord-diagram" data-diagram-url="/…/bpmn" data-diagram-title="…"
//        data-diagram-states='{"Task_S0_Discuss": "active"}' data-diagram-taken='["Flow_1"]'>
//     <svg>…</svg>
//   </div>
//   <a href="#step-1" data-diagram-element="Task_S0_Discuss">…</a>   centres that element
//
// Whatever goes wrong, the server's drawing stays.

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

import { addControls } from "./viewer-controls.js";
import { markStates, markTaken } from "./viewer-markers.js";

document.querySelectorAll(".concord-diagram[data-diagram-url]").forEach((host) => {
  upgrade(host).catch((problem) => {
    host.querySelector(".concord-diagram__viewer")?.remove();
    host.classList.remove("concord-diagram--live");
    console.warn("The drawing of the server stays:", problem.message);
  });
});

async function upgrade(host) {
  const response = await fetch(host.dataset.diagramUrl, { credentials: "same-origin" });
  if (!response.ok) {
    throw new Error(`the diagram answered ${response.status}`);
  }
  const xml = await response.text();
  const frame = appendFrame(host);
  const viewer = new NavigatedViewer({ container: frame.canvas });
  await viewer.importXML(xml);
  // Only a shown canvas has a size to fit the diagram into.
  host.classList.add("concord-diagram--live");
  // The host took the focus to be scrolled; now its canvas takes it.
  host.removeAttribute("tabindex");
  markStates(viewer, JSON.parse(host.dataset.diagramStates ?? "{}"));
  markTaken(viewer, JSON.parse(host.dataset.diagramTaken ?? "[]"));
  addControls(viewer, frame);
}

function appendFrame(host) {
  const outer = document.createElement("div");
  outer.className = "concord-diagram__viewer";
  const toolbar = document.createElement("div");
  toolbar.className = "concord-diagram__toolbar";
  const canvas = document.createElement("div");
  canvas.className = "concord-diagram__canvas";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "group");
  canvas.setAttribute(
    "aria-label",
    `${host.dataset.diagramTitle ?? "Diagram"}. Arrow keys move it, plus and minus zoom, 0 shows all of it.`,
  );
  outer.append(toolbar, canvas);
  host.append(outer);
  return { outer, toolbar, canvas };
}
