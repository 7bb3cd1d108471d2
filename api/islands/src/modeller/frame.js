// The parts of the page around the canvas.

/** Build them inside the host; the server's drawing stays for those who come without scripts. */
export function buildFrame(host) {
  const frame = {
    host,
    toolbar: make("div", "concord-modeller__toolbar", { role: "group", "aria-label": "Tools" }),
    status: make("p", "concord-modeller__status", { role: "status" }),
    presence: make("p", "concord-modeller__presence", { role: "status" }),
    conflict: make("div", "concord-modeller__conflict", { role: "alert" }),
    palette: make("div", "concord-modeller__palette", { role: "group", "aria-label": "What can be drawn" }),
    canvas: make("div", "concord-modeller__canvas", {
      role: "group",
      "aria-label": "Drawing. The table of steps changes the same without drawing.",
    }),
    panel: make("div", "concord-modeller__panel"),
    problems: make("section", "concord-modeller__problems", { "aria-label": "Problems" }),
    simulation: make("div", "concord-modeller__simulation"),
  };
  const line = make("div", "concord-modeller__line");
  line.append(frame.status, frame.presence);
  const side = make("div", "concord-modeller__side");
  side.append(frame.problems, frame.panel);
  const work = make("div", "concord-modeller__work");
  work.append(frame.palette, frame.canvas, frame.simulation, side);
  host.append(frame.conflict, frame.toolbar, line, work);
  // As high as the window: what is found would else be under its edge.
  frame.bringIntoView = () => host.scrollIntoView({ block: "start" });
  return frame;
}

/** Make an element with a class and attributes. */
export function make(tag, className = "", attributes = {}, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.textContent = text;
  return element;
}

/** Make a button of GOV.UK's look. */
export function button(text, act, kind = "secondary") {
  const element = make("button", `govuk-button govuk-button--${kind} concord-modeller__button`, { type: "button" }, text);
  element.addEventListener("click", act);
  return element;
}
