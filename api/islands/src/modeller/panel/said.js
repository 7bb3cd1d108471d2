// Something that is shown and changed elsewhere.

import { h } from "@bpmn-io/properties-panel/preact";

import { useServices } from "./entries.js";

/** `read(services)` gives the words; `link(services)` an address and its words, or nothing. */
export function Said({ label, read, hint, link }) {
  const services = useServices();
  const linked = link?.(services);
  return h(
    "div",
    { class: "bio-properties-panel-entry concord-panel__said" },
    h("p", { class: "bio-properties-panel-label" }, label),
    h("p", { class: "concord-panel__words" }, read(services)),
    linked && h("p", {}, h("a", { class: "govuk-link", href: linked.url }, linked.words)),
    hint && h("p", { class: "bio-properties-panel-description" }, hint),
  );
}
