// The properties of ours that a diagram carries: `camunda:property` in its extension elements.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

/** Return the value of a property, or "". */
export function propertyOf(element, name) {
  return entriesOf(element).find((entry) => entry.name === name)?.value ?? "";
}

/** Return the command that sets a property; an empty value takes it out. */
export function changeProperty(element, bpmnFactory, name, value) {
  const object = getBusinessObject(element);
  const container = containerOf(object);
  const entry = entriesOf(element).find((one) => one.name === name);
  if (entry && value) {
    return change(element, entry, { value });
  }
  if (entry) {
    return change(element, container, { values: container.values.filter((one) => one !== entry) });
  }
  const added = bpmnFactory.create("camunda:Property", { name, value });
  if (container) {
    added.$parent = container;
    return change(element, container, { values: [...container.values, added] });
  }
  return change(element, ...newContainer(object, bpmnFactory, added));
}

/** Return the command that sets members of an element, or of something inside it. */
export function change(element, moddleElement, properties) {
  return ["element.updateModdleProperties", { element, moddleElement, properties }];
}

function newContainer(object, bpmnFactory, added) {
  const container = bpmnFactory.create("camunda:Properties", { values: [added] });
  added.$parent = container;
  const extensions = object.extensionElements;
  if (extensions) {
    container.$parent = extensions;
    return [extensions, { values: [...(extensions.values ?? []), container] }];
  }
  const created = bpmnFactory.create("bpmn:ExtensionElements", { values: [container] });
  container.$parent = created;
  created.$parent = object;
  return [object, { extensionElements: created }];
}

function containerOf(object) {
  return object.extensionElements?.values?.find((one) => one.$type === "camunda:Properties");
}

function entriesOf(element) {
  return containerOf(getBusinessObject(element))?.values ?? [];
}
