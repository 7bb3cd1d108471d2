// form-js' editor draws the questions; what is set at one stands in our own panel, in plain words.
// Only the question types that the server knows are offered.

import { FormEditor } from "@bpmn-io/form-js-editor";
import "@bpmn-io/form-js-viewer/dist/assets/form-js.css";
import "@bpmn-io/form-js-editor/dist/assets/form-js-editor-base.css";
import "@bpmn-io/form-js-editor/dist/assets/dragula.css";
import "./form-editor.css";

import { Panel } from "./panel.js";
import { Presence } from "./presence.js";
import { Saver } from "./saver.js";

/** Start the editor in its host. */
export async function startEditor(host, preview) {
  const settings = JSON.parse(host.dataset.formEditor);
  host.hidden = false;
  const editor = await openEditor(
    host.querySelector("[data-form-canvas]"),
    JSON.parse(host.dataset.formSource),
    settings.types,
  );
  const panel = new Panel(host.querySelector("[data-form-panel]"), editor, settings);
  const saver = new Saver(host, settings, preview, () => JSON.stringify(editor.saveSchema()));
  const stack = editor.get("commandStack");
  editor.get("eventBus").on("commandStack.changed", () => {
    panel.refresh();
    saver.noteChange();
    showPossible(host, stack);
  });
  host.querySelector("[data-form-undo]").addEventListener("click", () => stack.undo());
  host.querySelector("[data-form-redo]").addEventListener("click", () => stack.redo());
  document.querySelector("[data-form-beside]")?.addEventListener("click", (event) => select(editor, event));
  showPossible(host, stack);
  saver.start();
  new Presence(host, settings, preview).start();
}

// Our own panel stands beside the drawing. form-js' panel offers what Concord does not know, and
// styles its fields in a way that our content security policy refuses.
class PanelLessEditor extends FormEditor {
  _getModules() {
    return super._getModules().filter((module) => !("propertiesPanel" in module));
  }
}

/** Open form-js' editor with a form. */
export async function openEditor(container, schema, types) {
  const editor = new PanelLessEditor({
    container,
    additionalModules: [
      {
        // The frame around the drawing asks for a panel to attach.
        propertiesPanel: ["value", { attachTo() {}, detach() {} }],
        __init__: ["concordTypes"],
        concordTypes: ["factory", ["formFields", (formFields) => keepTypes(formFields, types)]],
      },
    ],
  });
  await editor.importSchema(schema);
  // By keyboard, the key press that adds a question also lands on it, and takes the choice back.
  editor.get("eventBus").on("commandStack.formField.add.postExecuted", ({ context }) => {
    setTimeout(() => editor.get("selection").set(context.formField));
  });
  return editor;
}

function keepTypes(formFields, types) {
  const names = new Map(types.map(({ type, name }) => [type, name]));
  const kept = Object.entries(formFields._formFields).filter(
    ([type]) => type === "default" || names.has(type),
  );
  formFields._formFields = Object.fromEntries(kept);
  kept.forEach(([type, field]) => {
    if (names.has(type)) {
      field.config = { ...field.config, name: names.get(type), label: undefined };
    }
  });
  return names;
}

function showPossible(host, stack) {
  host.querySelector("[data-form-undo]").disabled = !stack.canUndo();
  host.querySelector("[data-form-redo]").disabled = !stack.canRedo();
}

function select(editor, event) {
  const id = event.target.closest("[data-component]")?.dataset.component;
  const field = id && editor.get("formFieldRegistry").get(id);
  if (field) {
    editor.get("selection").set(field);
  }
}
