// What an element is called, and what it says.

import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

import { change } from "../properties.js";
import { textArea } from "./entries.js";

const WHAT_TO_DO = "Whoever gets the step reads it there.";

export function textEntries(element) {
  if (is(element, "bpmn:TextAnnotation")) {
    return [note()];
  }
  const isStep = is(element, "bpmn:UserTask");
  const label = is(element, "bpmn:Gateway") ? "Question" : "Name";
  return [
    textArea("name", label, { read: (one) => nameOf(one), write: rename, rows: 1 }),
    textArea("documentation", isStep ? "What to do" : "What it means", {
      read: documentationOf,
      write: document,
      description: isStep ? WHAT_TO_DO : undefined,
      rows: 4,
    }),
  ];
}

function note() {
  return textArea("note", "Text", {
    read: (one) => getBusinessObject(one).text ?? "",
    write: ({ modeling }, one, value) => modeling.updateProperties(one, { text: value ?? "" }),
  });
}

function nameOf(element) {
  return getBusinessObject(element).name ?? "";
}

function rename({ modeling }, element, value) {
  modeling.updateProperties(element, { name: value });
}

function documentationOf(element) {
  return owner(element).documentation?.[0]?.text ?? "";
}

function document({ bpmnFactory, together }, element, value) {
  const object = owner(element);
  const [first] = object.documentation ?? [];
  if (first && value) {
    together.run([change(element, first, { text: value })]);
    return;
  }
  const texts = value ? [bpmnFactory.create("bpmn:Documentation", { text: value })] : [];
  texts.forEach((text) => (text.$parent = object));
  together.run([change(element, object, { documentation: texts })]);
}

// The text of a pool is that of its procedure.
function owner(element) {
  const object = getBusinessObject(element);
  return is(element, "bpmn:Participant") ? (object.processRef ?? object) : object;
}
