// Shapes of entries that the panel's groups share.

import { SelectEntry, TextAreaEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import { useService } from "bpmn-js-properties-panel";

/** A drop-down: `read(element)` and `write(services, element, value)`; options as value and words. */
export function choice(id, label, { read, write, options, description }) {
  return entry(id, SelectEntry, { label, description }, read, write, {
    getOptions: (services, element) =>
      withCurrent(options(services, element), read(element, services)).map(({ value, words }) => ({
        value,
        label: words,
      })),
  });
}

export function textField(id, label, { read, write, description, validate }) {
  return entry(id, TextFieldEntry, { label, description, validate }, read, write);
}

export function textArea(id, label, { read, write, description, rows = 2 }) {
  return entry(id, TextAreaEntry, { label, description, rows, autoResize: true }, read, write);
}

function entry(id, Shown, fixed, read, write, { getOptions } = {}) {
  const component = ({ element }) => {
    const services = useServices();
    return Shown({
      id,
      element,
      ...fixed,
      debounce: services.debounce,
      getValue: () => read(element, services),
      setValue: (value) => services.isEditable && write(services, element, value),
      disabled: !services.isEditable,
      ...(getOptions ? { getOptions: () => getOptions(services, element) } : {}),
    });
  };
  return { id: `concord-${id}`, component };
}

/** What the entries work with. */
export function useServices() {
  const words = useService("concordWords");
  return {
    words,
    isEditable: words.isEditable,
    // Not there where nothing can be changed.
    modeling: useService("modeling", false),
    bpmnFactory: useService("bpmnFactory", false),
    together: useService("together", false),
    debounce: useService("debounceInput"),
  };
}

// What stands in the file is never lost only because nobody offers it.
function withCurrent(options, value) {
  const isKnown = !value || options.some((one) => one.value === value);
  return isKnown ? options : [...options, { value, words: `${value} (as the file has it)` }];
}
