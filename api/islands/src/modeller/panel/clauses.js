// The clauses that an element carries: chosen from the policy's list.

import { h } from "@bpmn-io/properties-panel/preact";

import { changeProperty, propertyOf } from "../properties.js";
import { useServices } from "./entries.js";

export function clauseEntries() {
  return [{ id: "concord-clauses", component: Clauses }];
}

function Clauses({ element }) {
  const { words, together, bpmnFactory, isEditable } = useServices();
  const carried = propertyOf(element, "clauses").split(/\s+/).filter(Boolean);
  const set = (list) => together.run([changeProperty(element, bpmnFactory, "clauses", list.join(" "))]);
  const free = words.clauses.filter(({ value }) => !carried.includes(value));
  return h(
    "div",
    { class: "bio-properties-panel-entry" },
    h(
      "ul",
      { class: "concord-panel__list" },
      carried.map((id) =>
        h(
          "li",
          { key: id, class: "concord-panel__clause" },
          h("span", {}, wordsOf(words, id)),
          isEditable &&
            h(
              "button",
              {
                type: "button",
                class: "concord-panel__remove",
                "aria-label": `It does not carry ${id}`,
                onClick: () => set(carried.filter((one) => one !== id)),
              },
              "Remove",
            ),
        ),
      ),
    ),
    isEditable &&
      free.length > 0 &&
      h(
        "select",
        {
          class: "bio-properties-panel-input",
          "aria-label": "Add a clause",
          value: "",
          onChange: (event) => event.target.value && set([...carried, event.target.value]),
        },
        h("option", { value: "" }, "Add a clause"),
        free.map(({ value, words: text }) => h("option", { key: value, value }, text)),
      ),
    h(
      "p",
      { class: "bio-properties-panel-description" },
      "clauses.json names the element as well; the checks say when the two do not agree.",
    ),
  );
}

function wordsOf(words, id) {
  return words.clauses.find(({ value }) => value === id)?.words ?? `${id}: not in the list of clauses`;
}
