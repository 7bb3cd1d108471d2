// The menus at an element: what Concord cannot run is taken out, and buttons are buttons.
//
// The list is that of engine/definitions/checks/unsupported_constructs.py, in bpmn-js's own names.
// The mark for several goes with “Each agency” (each-agency.js): alone, it would not say of which.

const REFUSED =
  /(^replace-with-(task|manual-task|script-task|rule-task|send-task|receive-task|transaction|complex-gateway|data-store|data-object))|ad-hoc|adhoc|transaction|compensation|cancel-|link-|conditional-(start|intermediate|boundary|non)|non-interrupting-conditional|signal-end|collapsed-(sub|ad)|toggle-(loop|adhoc|participant|parallel-mi|sequential-mi)/;
const APPENDED = {
  "append.append-task": ["bpmn-icon-user-task", "Add a step", { type: "bpmn:UserTask" }],
  "append.notice": ["bpmn-icon-service-task", "Add a notice", { type: "bpmn:ServiceTask" }],
  "append.gateway": ["bpmn-icon-gateway-xor", "Add a question", { type: "bpmn:ExclusiveGateway" }],
  "append.end-event": ["bpmn-icon-end-event-none", "Add an end", { type: "bpmn:EndEvent" }],
};
const TITLES = {
  "append.text-annotation": "Add a note",
  replace: "Change the type",
  delete: "Delete",
  connect: "Connect",
};
const LAST = 100;

/** Cuts the menus of bpmn-js after it has filled them. */
export class Menus {
  constructor(popupMenu, contextPad, elementFactory, autoPlace, create) {
    this.services = { elementFactory, autoPlace, create };
    popupMenu.registerProvider("bpmn-replace", LAST, this);
    contextPad.registerProvider(LAST, this);
  }

  getPopupMenuEntries() {
    return onlyRun;
  }

  getPopupMenuHeaderEntries() {
    return onlyRun;
  }

  getContextPadEntries() {
    return (entries) => {
      const canAppend = "append.append-task" in entries;
      delete entries["append.intermediate-event"];
      for (const [id, [icon, title, shape]] of canAppend ? Object.entries(APPENDED) : []) {
        entries[id] = { group: "model", className: icon, title, action: this.append(shape) };
      }
      return Object.fromEntries(Object.entries(entries).map(([id, one]) => [id, asButton(id, one)]));
    };
  }

  append(shape) {
    const { elementFactory, autoPlace, create } = this.services;
    const make = () => elementFactory.createShape({ ...shape });
    return {
      click: (_event, element) => autoPlace.append(element, make()),
      dragstart: (event, element) => create.start(event, make(), { source: element }),
    };
  }
}
Menus.$inject = ["popupMenu", "contextPad", "elementFactory", "autoPlace", "create"];

function onlyRun(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id)));
}

function asButton(id, one) {
  const title = TITLES[id] ?? one.title ?? id;
  const html = `<button type="button" class="entry" draggable="true" aria-label="${title}"></button>`;
  return { ...one, title, html };
}
