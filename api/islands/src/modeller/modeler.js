// bpmn-js with what is ours: a palette and menus of what Concord runs, and a panel in plain words.

import Modeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule } from "bpmn-js-properties-panel";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import minimap from "diagram-js-minimap";

import { FileOrder } from "./file-order.js";
import { LabelBounds } from "./label-bounds.js";
import { Menus } from "./menus.js";
import { Notices } from "./notices.js";
import { Palette } from "./palette.js";
import { translate } from "./plain-names.js";
import { Together } from "./together.js";
import { PlainWords } from "./panel/provider.js";

/** Make a modeler in the frame. `words` holds what the panel can offer. */
export function makeModeler(frame, words) {
  return new Modeler({
    container: frame.canvas,
    propertiesPanel: { parent: frame.panel },
    moddleExtensions: { camunda },
    additionalModules: [BpmnPropertiesPanelModule, minimap, ours(words)],
  });
}

function ours(words) {
  return {
    __init__: ["fileOrder", "labelBounds", "menus", "notices", "plainWords", "together", ...(words.isEditable ? [] : ["readOnly"])],
    concordWords: ["value", words],
    fileOrder: ["type", FileOrder],
    labelBounds: ["type", LabelBounds],
    menus: ["type", Menus],
    notices: ["type", Notices],
    paletteProvider: ["type", Palette],
    plainWords: ["type", PlainWords],
    translate: ["value", translate],
    together: ["type", Together],
    readOnly: ["type", ReadOnly],
  };
}

// A draft that was published can be looked at: whatever would change it is not allowed.
class ReadOnly {
  constructor(eventBus) {
    eventBus.on("commandStack.canExecute", 10_000, () => false);
    eventBus.on("element.dblclick", 10_000, () => false);
  }
}
ReadOnly.$inject = ["eventBus"];
