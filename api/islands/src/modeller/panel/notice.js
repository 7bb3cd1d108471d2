// A notice: whom it tells, and which text it sends.

import { h } from "@bpmn-io/properties-panel/preact";

import { changeProperty, propertyOf } from "../properties.js";
import { choice, useServices } from "./entries.js";

const OFFICE = "partnership";
const FIRST = "line-manager of both";
// It hears of learning, and stands on no side.
const WITHOUT_SIDE = "procedures-group";

export function noticeEntries() {
  return [{ id: "concord-recipients", component: Recipients }, template()];
}

function template() {
  return choice("template", "Which text it sends", {
    read: (one) => propertyOf(one, "template"),
    write: ({ together, bpmnFactory }, one, value) =>
      together.run([changeProperty(one, bpmnFactory, "template", value)]),
    options: ({ words }) => [{ value: "", words: "Choose one" }, ...words.templates],
  });
}

function Recipients({ element }) {
  const services = useServices();
  const text = propertyOf(element, "recipients");
  const set = (list) => write(services, element, list.join("; "));
  if (text.startsWith("=")) {
    return block(
      h("p", { class: "concord-panel__words" }, "Whom the diagram that calls this one says"),
      h("p", { class: "bio-properties-panel-description" }, `Written as ${text}.`),
    );
  }
  const list = text.split(";").map((one) => one.trim()).filter(Boolean);
  return block(
    h("ul", { class: "concord-panel__list" }, list.map((one, place) => row(services, list, one, place, set))),
    services.isEditable &&
      h(
        "button",
        { type: "button", class: "concord-panel__add", onClick: () => set([...list, FIRST]) },
        "Tell somebody else as well",
      ),
  );
}

function row({ words, isEditable }, list, one, place, set) {
  const [role, side = OFFICE] = one.split(" of ");
  const put = (newRole, newSide) => set(list.with(place, named(newRole, newSide)));
  const number = place + 1;
  return h(
    "li",
    { key: place, class: "concord-panel__row" },
    select(`Role, person ${number}`, words.roles, role, !isEditable, (value) => put(value, side)),
    select(`Agency, person ${number}`, words.sides, side, !isEditable, (value) => put(role, value)),
    isEditable &&
      h(
        "button",
        {
          type: "button",
          class: "concord-panel__remove",
          "aria-label": `Do not tell person ${number}: ${one}`,
          onClick: () => set(list.toSpliced(place, 1)),
        },
        "Remove",
      ),
  );
}

function named(role, side) {
  return side === OFFICE || role === WITHOUT_SIDE ? role : `${role} of ${side}`;
}

function select(label, options, value, disabled, act) {
  const known = options.some((one) => one.value === value) ? options : [...options, { value, words: value }];
  return h(
    "select",
    { class: "bio-properties-panel-input", "aria-label": label, disabled, onChange: (event) => act(event.target.value) },
    known.map((one) => h("option", { key: one.value, value: one.value, selected: one.value === value }, one.words)),
  );
}

function write({ together, bpmnFactory }, element, recipients) {
  together.run([changeProperty(element, bpmnFactory, "recipients", recipients)]);
}

function block(...children) {
  return h("div", { class: "bio-properties-panel-entry" }, children);
}
