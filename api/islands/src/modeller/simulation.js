// Plays the drawing through with a token: a copy of it, so that nothing that is drawn changes.
// It knows neither answers nor clocks; “Try it” on the page of the draft does.

import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";

import Viewer from "bpmn-js/lib/NavigatedViewer";
import tokenSimulation from "bpmn-js-token-simulation/lib/viewer";

import { make } from "./frame.js";

const NOTE =
  "Press the arrow at a start. At a question, choose a way on it. This follows the lines only; “Try it” on the page of the draft also knows forms and clocks.";

/** Show the copy in place of the canvas; return what takes it away again. */
export async function startSimulation(modeler, frame) {
  const { xml } = await modeler.saveXML();
  frame.host.classList.add("concord-modeller--playing");
  const canvas = make("div", "concord-modeller__played");
  frame.simulation.replaceChildren(make("p", "concord-modeller__play-note", {}, NOTE), canvas);
  const viewer = new Viewer({ container: canvas, additionalModules: [tokenSimulation] });
  await viewer.importXML(xml);
  viewer.get("canvas").zoom(0.8);
  const start = viewer.get("elementRegistry").find((one) => one.type === "bpmn:StartEvent");
  viewer.get("canvas").scrollToElement(start ?? viewer.get("canvas").getRootElement(), 120);
  viewer.get("toggleMode").toggleMode(true);
  return () => {
    viewer.destroy();
    frame.simulation.replaceChildren();
  };
}
