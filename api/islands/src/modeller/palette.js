// What can be drawn: only what Concord runs, with its name.

const TOOLS = [
  ["hand-tool", "bpmn-icon-hand-tool", "Move the view", (services, event) => services.handTool.activateHand(event)],
  ["lasso-tool", "bpmn-icon-lasso-tool", "Select several", (services, event) => services.lassoTool.activateSelection(event)],
  ["space-tool", "bpmn-icon-space-tool", "Make room", (services, event) => services.spaceTool.activateSelection(event)],
  ["connect-tool", "bpmn-icon-connection-multi", "Connect", (services, event) => services.globalConnect.start(event)],
];

const SHAPES = [
  ["start", "bpmn-icon-start-event-none", "Start", { type: "bpmn:StartEvent" }],
  ["end", "bpmn-icon-end-event-none", "End", { type: "bpmn:EndEvent" }],
  ["step", "bpmn-icon-user-task", "Step", { type: "bpmn:UserTask" }],
  ["notice", "bpmn-icon-service-task", "Notice", { type: "bpmn:ServiceTask" }],
  ["call", "bpmn-icon-call-activity", "Other diagram", { type: "bpmn:CallActivity" }],
  ["question", "bpmn-icon-gateway-xor", "Question", { type: "bpmn:ExclusiveGateway" }],
  ["side-by-side", "bpmn-icon-gateway-parallel", "Side by side", { type: "bpmn:ParallelGateway" }],
  [
    "limit",
    "bpmn-icon-intermediate-event-catch-timer",
    "Limit",
    { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:TimerEventDefinition" },
  ],
  ["frame", "bpmn-icon-subprocess-expanded", "Frame", { type: "bpmn:SubProcess", isExpanded: true }],
  ["note", "bpmn-icon-text-annotation", "Note", { type: "bpmn:TextAnnotation" }],
];

/** Takes the place of bpmn-js's own palette. */
export class Palette {
  constructor(palette, create, elementFactory, handTool, lassoTool, spaceTool, globalConnect) {
    this.services = { create, elementFactory, handTool, lassoTool, spaceTool, globalConnect };
    palette.registerProvider(this);
  }

  getPaletteEntries() {
    return Object.fromEntries([
      ...TOOLS.map(([id, icon, words, act]) => [
        id,
        entry("tools", icon, words, { click: (event) => act(this.services, event) }),
      ]),
      ...SHAPES.map(([id, icon, words, shape]) => {
        const draw = (event) => this.draw(event, shape);
        return [`create.${id}`, entry("shapes", icon, words, { dragstart: draw, click: draw })];
      }),
    ]);
  }

  draw(event, attributes) {
    this.services.create.start(event, this.services.elementFactory.createShape({ ...attributes }));
  }
}
Palette.$inject = ["palette", "create", "elementFactory", "handTool", "lassoTool", "spaceTool", "globalConnect"];

function entry(group, icon, words, action) {
  const html = `<button type="button" class="entry" draggable="true"><span class="${icon}" aria-hidden="true"></span> <span>${words}</span></button>`;
  return { group, title: words, html, action };
}
