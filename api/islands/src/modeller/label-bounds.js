// Keeps the place of labels in the file as it was, where it would change by a hair only.
//
// bpmn-js measures every label anew with the letters of this computer, and writes what it measured
// when the element changes. So a file would change although nobody moved anything.

const HAIR_PX = 3;
const MEMBERS = ["x", "y", "width", "height"];

export class LabelBounds {
  constructor(eventBus) {
    this.known = new Map();
    eventBus.on("import.parse.complete", ({ definitions }) => definitions && this.remember(definitions));
    eventBus.on("saveXML.start", ({ definitions }) => this.restore(definitions));
  }

  remember(definitions) {
    this.known = new Map(
      labelsIn(definitions).map(([id, bounds]) => [id, MEMBERS.map((member) => bounds[member])]),
    );
  }

  restore(definitions) {
    for (const [id, bounds] of labelsIn(definitions)) {
      const before = this.known.get(id);
      if (before?.every((value, place) => Math.abs(value - bounds[MEMBERS[place]]) <= HAIR_PX)) {
        MEMBERS.forEach((member, place) => (bounds[member] = before[place]));
      }
    }
  }
}
LabelBounds.$inject = ["eventBus"];

function labelsIn(definitions) {
  return (definitions.diagrams ?? [])
    .flatMap(({ plane }) => plane?.planeElement ?? [])
    .filter(({ label }) => label?.bounds)
    .map(({ id, label }) => [id, label.bounds]);
}
