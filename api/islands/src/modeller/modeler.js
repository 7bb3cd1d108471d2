// bpmn-js with what is ours: a palette and menus of what Concord runs, and a panel in plain words.

import Modeler from "bpmn-js/lib/Modeler";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import SearchModule from "bpmn-js/lib/features/search";
import { BpmnPropertiesPanelModule } from "bpmn-js-properties-panel";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import CommandModule from "diagram-js/lib/command";
import minimap from "diagram-js-minimap";

import { FileOrder } from "./file-order.js";
import { LabelBounds } from "./label-bounds.js";
import { Menus } from "./menus.js";
import { Notices } from "./notices.js";
import { Palette } from "./palette.js";
import { translate } from "./plain-names.js";
import { Together } from "./together.js";
import { PlainWords } from "./panel/provider.js";

const SHOWN = {
  // The panel asks for it also where nothing can be changed.
  __depends__: [CommandModule],
  __init__: ["plainWords"],
  plainWords: ["type", PlainWords],
  translate: ["value", translate],
};

const DRAWN = {
  __init__: ["fileOrder", "labelBounds", "menus", "notices", "together"],
  fileOrder: ["type", FileOrder],
  labelBounds: ["type", LabelBounds],
  menus: ["type", Menus],
  notices: ["type", Notices],
  paletteProvider: ["type", Palette],
  together: ["type", Together],
};

/**
 * Make a modeler in the frame. `words` holds what the panel can offer.
 *
 * A draft that was published or discarded is looked at with a viewer: nothing in it can change.
 */
export function makeModeler(frame, words) {
  const Shown = words.isEditable ? Modeler : NavigatedViewer;
  const ours = { concordWords: ["value", words] };
  return new Shown({
    container: frame.canvas,
    propertiesPanel: { parent: frame.panel },
    moddleExtensions: { camunda },
    additionalModules: [
      BpmnPropertiesPanelModule,
      minimap,
      SHOWN,
      ours,
      ...(words.isEditable ? [DRAWN] : [SearchModule]),
    ],
  });
}
