// Buttons above the canvas, each of them also a key.

import { button, make } from "./frame.js";

const KEYS = [
  ["Ctrl + Z, Ctrl + Y", "undo, redo; what you did in an earlier session stands in the draft’s history"],
  ["Ctrl + F", "find an element by its name"],
  ["Ctrl + C, Ctrl + V", "copy, paste"],
  ["Delete", "delete what is selected"],
  ["Arrow keys", "move what is selected; without a selection and with Ctrl, the view"],
  ["+ and − with Ctrl, Ctrl + 0", "zoom in, zoom out, back to full size"],
  ["E", "write the name of what is selected"],
  ["C, L, S, H", "connect, select several, make room, move the view"],
  ["R", "change the type of what is selected"],
];
const ZOOM_FACTOR = 1.25;

/** Fill the toolbar. `saving` is null when the draft cannot be changed. */
export function addToolbar(modeler, frame, saving) {
  const canvas = modeler.get("canvas");
  const map = button("Map", () => modeler.get("minimap").toggle());
  const ways = [
    button("Zoom in", () => canvas.zoom(Math.min(4, canvas.zoom() * ZOOM_FACTOR))),
    button("Zoom out", () => canvas.zoom(Math.max(0.2, canvas.zoom() / ZOOM_FACTOR))),
    button("Show all", () => canvas.zoom("fit-viewport")),
    button("Find", () => {
      frame.bringIntoView();
      // Later: the same click, once it reaches the page, would close what it has opened.
      setTimeout(() => modeler.get("searchPad").open());
    }),
    map,
    simulationButton(modeler, frame),
  ];
  frame.toolbar.append(...(saving ? [...history(modeler), ...ways, keyList()] : ways));
  modeler.on("minimap.toggle", ({ open }) => map.setAttribute("aria-pressed", String(open)));
}

function history(modeler) {
  const stack = modeler.get("commandStack");
  const undo = button("Undo", () => stack.undo());
  const redo = button("Redo", () => stack.redo());
  const refresh = () => {
    undo.disabled = !stack.canUndo();
    redo.disabled = !stack.canRedo();
  };
  modeler.on("commandStack.changed", refresh);
  refresh();
  return [undo, redo];
}

function simulationButton(modeler, frame) {
  let stop = null;
  const toggle = button("Play it through", async () => {
    toggle.disabled = true;
    if (stop) {
      stop();
      stop = null;
    } else {
      const { startSimulation } = await import("./simulation.js");
      stop = await startSimulation(modeler, frame);
    }
    toggle.disabled = false;
    toggle.textContent = stop ? "Back to drawing" : "Play it through";
    frame.host.classList.toggle("concord-modeller--playing", Boolean(stop));
  });
  toggle.classList.add("concord-modeller__play");
  return toggle;
}

function keyList() {
  const details = make("details", "govuk-details concord-modeller__keys");
  const summary = make("summary", "govuk-details__summary");
  summary.append(make("span", "govuk-details__summary-text", {}, "Keys"));
  const list = make("dl", "govuk-details__text concord-modeller__key-list");
  KEYS.forEach(([keys, words]) => list.append(make("dt", "", {}, keys), make("dd", "", {}, words)));
  details.append(summary, list);
  return details;
}
