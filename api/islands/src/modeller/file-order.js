// Saves elements in the order in which the file had them.
//
// bpmn-js puts what was deleted and brought back, or changed to another type, at the end of the
// file. Then a file would differ although the procedure does not. What is new follows what leads
// to it.

const LISTS = ["flowElements", "artifacts", "lanes"];

/** Remembers the order on import, and sets it again before each save. */
export class FileOrder {
  constructor(eventBus) {
    this.places = new Map();
    eventBus.on("import.parse.complete", ({ definitions }) => definitions && this.remember(definitions));
    eventBus.on("saveXML.start", ({ definitions }) => this.restore(definitions));
  }

  remember(definitions) {
    this.places = new Map();
    for (const list of listsIn(definitions)) {
      list.forEach((element) => this.places.set(element.id, this.places.size));
    }
  }

  restore(definitions) {
    for (const list of listsIn(definitions)) {
      const known = list.filter((element) => this.places.has(element.id));
      known.sort((one, other) => this.places.get(one.id) - this.places.get(other.id));
      const added = list.filter((element) => !this.places.has(element.id));
      list.splice(0, list.length, ...known);
      added.forEach((element) => insert(list, element));
    }
  }
}
FileOrder.$inject = ["eventBus"];

function insert(list, element) {
  const before = element.attachedToRef ?? element.incoming?.[0]?.sourceRef;
  const place = list.indexOf(before);
  list.splice(place < 0 ? list.length : place + 1, 0, element);
}

function* listsIn(element) {
  for (const name of LISTS) {
    if (element[name]?.length) {
      yield element[name];
    }
  }
  const inside = [element.rootElements, element.laneSets, element.flowElements];
  for (const child of inside.filter(Boolean).flat()) {
    yield* listsIn(child);
  }
}
