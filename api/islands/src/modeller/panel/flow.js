// Ways out of a question, called diagrams, and messages.

import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

import { change } from "../properties.js";
import { choice, textField } from "./entries.js";

export function conditionEntries(element) {
  if (!is(element, "bpmn:SequenceFlow") || !asks(getBusinessObject(element).sourceRef)) {
    return [];
  }
  return isDefault(element) ? [otherwise()] : [otherwise(), condition()];
}

function asks(source) {
  return ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"].includes(source?.$type) && source.outgoing?.length > 1;
}

function otherwise() {
  return choice("default", "Taken", {
    read: (one) => (isDefault(one) ? "otherwise" : "condition"),
    write: ({ modeling }, one, value) => {
      modeling.updateProperties(one.source, {
        default: value === "otherwise" ? getBusinessObject(one) : undefined,
      });
    },
    options: () => [
      { value: "condition", words: "When a condition is true" },
      { value: "otherwise", words: "When no other way is taken" },
    ],
    description: "One way out needs no condition: let it be the careful one.",
  });
}

function condition() {
  return textField("condition", "Condition", {
    read: (one) => getBusinessObject(one).conditionExpression?.body ?? "",
    write: ({ modeling, bpmnFactory }, one, value) => {
      const body = value && bpmnFactory.create("bpmn:FormalExpression", { body: value });
      modeling.updateProperties(one, { conditionExpression: body || undefined });
    },
    description: "For example: =s1_outcome = \"resolved\". Names are the keys of questions.",
  });
}

function isDefault(element) {
  const flow = getBusinessObject(element);
  return flow.sourceRef.default === flow;
}

export function callEntries() {
  return [
    choice("called", "It runs", {
      read: (one) => getBusinessObject(one).calledElement ?? "",
      write: ({ modeling }, one, value) => modeling.updateProperties(one, { calledElement: value || undefined }),
      options: ({ words }) => [{ value: "", words: "Choose one" }, ...words.processes],
      description: "What is handed over and given back stays as the file has it.",
    }),
  ];
}

export function messageEntries(element) {
  const definition = messageOf(element);
  if (!definition) {
    return [];
  }
  return [
    textField("message", "Name of the message", {
      read: (one) => messageOf(one).messageRef?.name ?? "",
      write: ({ together, bpmnFactory }, one, value) => {
        const known = messageOf(one).messageRef;
        if (known) {
          together.run([change(one, known, { name: value })]);
          return;
        }
        const root = rootOf(getBusinessObject(one));
        const message = bpmnFactory.create("bpmn:Message", { name: value });
        message.$parent = root;
        together.run([
          change(one, root, { rootElements: [...root.rootElements, message] }),
          change(one, messageOf(one), { messageRef: message }),
        ]);
      },
      description: "ImmediateDanger is the one for danger. Every other one gets a button on the page of a case.",
    }),
  ];
}

function messageOf(element) {
  const definitions = getBusinessObject(element).eventDefinitions ?? [];
  return definitions.find((one) => one.$type === "bpmn:MessageEventDefinition");
}

function rootOf(object) {
  return object.$parent ? rootOf(object.$parent) : object;
}
