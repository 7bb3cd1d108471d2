// The modeller: draws and edits a diagram of a draft. The page holds
//
//   <div class="concord-modeller" data-modeller='{…}' data-csrf="…"> the server's drawing </div>
//
// `data-modeller` is written by api/pages/modeller_words.py: addresses, and what can be chosen.
// Whatever goes wrong, the server's drawing and the link to the table of steps stay.

import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "@bpmn-io/properties-panel/assets/properties-panel.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";

import { buildFrame } from "./frame.js";
import { makeModeler } from "./modeler.js";
import { startPresence } from "./presence.js";
import { Problems } from "./problems.js";
import { Saving } from "./saving.js";
import { DraftFile } from "./draft-file.js";
import { addToolbar } from "./toolbar.js";

const SMALLEST_READABLE = 0.7;
const OPENS_AT = 0.8;

const host = document.querySelector(".concord-modeller[data-modeller]");
if (host) {
  start(host).catch((problem) => {
    host.classList.remove("concord-modeller--live");
    console.warn("The drawing of the server stays:", problem.message);
  });
}

async function start(place) {
  const words = JSON.parse(place.dataset.modeller);
  const file = new DraftFile(words, place.dataset.csrf);
  await file.load();
  const frame = buildFrame(place);
  const modeler = makeModeler(frame, words);
  await modeler.importXML(file.content);
  place.classList.add("concord-modeller--live");
  showPalette(frame);
  const canvas = modeler.get("canvas");
  canvas.resized();
  canvas.zoom("fit-viewport");
  if (canvas.zoom() < SMALLEST_READABLE) {
    canvas.zoom(OPENS_AT);
  }
  const problems = new Problems(modeler, frame, words);
  const saving = words.isEditable ? new Saving(modeler, file, frame, problems) : null;
  saving?.start();
  addToolbar(modeler, frame, saving);
  showStart(canvas, modeler);
  startPresence(file, frame.presence);
  await problems.load(file);
  const wanted = new URLSearchParams(window.location.search).get("element");
  if (problems.find(wanted)) {
    problems.jumpTo(wanted);
  }
}

// Beside the canvas, so that it hides nothing; there is none where nothing can be drawn.
function showPalette({ palette, canvas }) {
  const found = canvas.querySelector(".djs-palette");
  if (found) {
    palette.append(found);
  }
  palette.hidden = !found;
}

// The whole of a procedure is too small to read: it opens at its beginning.
function showStart(canvas, modeler) {
  const start = modeler.get("elementRegistry").find((one) => one.type === "bpmn:StartEvent");
  canvas.scrollToElement(start ?? canvas.getRootElement(), 120);
}
