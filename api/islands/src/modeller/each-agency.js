// A step for each agency is drawn as several: the mark goes with the side, so that nobody has to
// know of it. engine/definitions/each_agency.py does the same for the table of steps.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

import { change } from "./properties.js";

const COLLECTION = "camunda:collection";
const OVER_AGENCIES = { [COLLECTION]: "agencies", "camunda:elementVariable": "agency" };
const EACH = "each";

/** Return the commands that set the mark for a new side, or take it out. */
export function changeMark(element, bpmnFactory, side) {
  const object = getBusinessObject(element);
  const mark = object.loopCharacteristics;
  if (side === EACH && !isRepeated(object)) {
    const added = bpmnFactory.create("bpmn:MultiInstanceLoopCharacteristics", OVER_AGENCIES);
    added.$parent = object;
    return [change(element, object, { loopCharacteristics: added })];
  }
  if (side === EACH && mark && !mark.get(COLLECTION)) {
    return [change(element, mark, OVER_AGENCIES)];
  }
  return side !== EACH && mark?.get(COLLECTION) === OVER_AGENCIES[COLLECTION]
    ? [change(element, object, { loopCharacteristics: undefined })]
    : [];
}

// A frame around the step can be what is done for each.
function isRepeated(object) {
  return Boolean(object) && (Boolean(object.loopCharacteristics) || isRepeated(object.$parent));
}
