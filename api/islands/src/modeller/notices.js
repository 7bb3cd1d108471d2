// A service task that is drawn is a notice from its first moment: Concord has no other kind.

import { is } from "bpmn-js/lib/util/ModelUtil";

import { changeProperty, propertyOf } from "./properties.js";

export class Notices {
  constructor(eventBus, bpmnFactory, together) {
    eventBus.on(["commandStack.shape.create.postExecuted", "commandStack.shape.replace.postExecuted"], ({ context }) => {
      const shape = context.newShape ?? context.shape;
      if (is(shape, "bpmn:ServiceTask") && !propertyOf(shape, "operation")) {
        together.run([changeProperty(shape, bpmnFactory, "operation", "notify")]);
      }
    });
  }
}
Notices.$inject = ["eventBus", "bpmnFactory", "together"];
