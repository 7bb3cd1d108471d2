// Zoom buttons, keys, and links that centre an element.

const STEP_PX = 80;
const ZOOM_FACTOR = 1.25;
const LEAST_ZOOM = 0.2;
const MOST_ZOOM = 4;
// Smaller than this nobody can read the names: then the diagram opens where the case stands.
const LEAST_READABLE = 0.8;
const MARGIN_PX = 20;
const KEYS = "With the keyboard: arrow keys move the diagram, + and − zoom, 0 shows all of it.";

/** Add what moves the diagram to its frame, and show the diagram for the first time. */
export function addControls(viewer, { toolbar, canvas: frame }) {
  const canvas = viewer.get("canvas");
  const actions = {
    "Zoom in": () => zoomBy(canvas, ZOOM_FACTOR),
    "Zoom out": () => zoomBy(canvas, 1 / ZOOM_FACTOR),
    "Show all": () => showAll(canvas, frame),
  };
  toolbar.append(...Object.entries(actions).map(([name, act]) => makeButton(name, act)));
  toolbar.append(makeNote(KEYS));
  frame.addEventListener("keydown", (event) => handleKey(event, canvas, actions));
  letPageScroll(frame);
  document.querySelectorAll("[data-diagram-element]").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (centre(viewer, link.dataset.diagramElement)) {
        event.preventDefault();
        frame.focus({ preventScroll: true });
        frame.scrollIntoView({ block: "nearest" });
      }
    });
  });
  showFirst(viewer, canvas);
}

function zoomBy(canvas, factor) {
  canvas.zoom(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, canvas.zoom() * factor)), "auto");
}

/** Fit the diagram to the width. One that is tall makes its frame taller: the page scrolls. */
function showAll(canvas, frame) {
  const { inner } = canvas.viewbox();
  const wanted = frame.clientWidth / (inner.width + 2 * MARGIN_PX);
  const zoom = Math.min(1, Math.max(LEAST_ZOOM, wanted));
  const height = (inner.height + 2 * MARGIN_PX) * zoom;
  frame.style.height = `${Math.ceil(height)}px`;
  frame.style.maxHeight = "none";
  canvas.resized();
  canvas.viewbox({
    x: inner.x - MARGIN_PX,
    y: inner.y - MARGIN_PX,
    width: frame.clientWidth / zoom,
    height: height / zoom,
  });
}

function makeNote(text) {
  const note = document.createElement("p");
  note.className = "concord-diagram__keys";
  note.textContent = text;
  return note;
}

function makeButton(name, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary concord-diagram__button";
  button.textContent = name;
  button.addEventListener("click", act);
  return button;
}

function handleKey(event, canvas, actions) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const keys = {
    "+": actions["Zoom in"],
    "=": actions["Zoom in"],
    "-": actions["Zoom out"],
    0: actions["Show all"],
    ArrowLeft: () => canvas.scroll({ dx: STEP_PX, dy: 0 }),
    ArrowRight: () => canvas.scroll({ dx: -STEP_PX, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: STEP_PX }),
    ArrowDown: () => canvas.scroll({ dx: 0, dy: -STEP_PX }),
  };
  if (keys[event.key]) {
    keys[event.key]();
    event.preventDefault();
  }
}

/** Leave the wheel to the page; with Ctrl, or a pinch, it zooms. */
function letPageScroll(frame) {
  const leaveToPage = (event) => {
    if (!event.ctrlKey && !event.metaKey) {
      event.stopPropagation();
    }
  };
  frame.addEventListener("wheel", leaveToPage, { capture: true });
}

function centre(viewer, elementId) {
  const element = viewer.get("elementRegistry").get(elementId);
  if (!element) {
    return false;
  }
  const canvas = viewer.get("canvas");
  canvas.zoom(Math.max(1, canvas.zoom()));
  canvas.scrollToElement(element, 100);
  return true;
}

function showFirst(viewer, canvas) {
  if (canvas.zoom("fit-viewport") >= LEAST_READABLE) {
    return;
  }
  canvas.zoom(LEAST_READABLE);
  const registry = viewer.get("elementRegistry");
  const place = registry.find(isCurrent) ?? registry.find(isStart);
  if (place) {
    canvas.scrollToElement(place, 100);
    keepInside(canvas);
  }
}

/** Move the view so that it shows no more emptiness beside the diagram than it must. */
function keepInside(canvas) {
  const { inner, x, y, width, height } = canvas.viewbox();
  canvas.viewbox({
    x: clamp(x, inner.x - MARGIN_PX, inner.x + inner.width + MARGIN_PX - width),
    y: clamp(y, inner.y - MARGIN_PX, inner.y + inner.height + MARGIN_PX - height),
    width,
    height,
  });
}

/** Return the value between the bounds; the least one where both cannot be kept. */
function clamp(value, least, most) {
  return Math.max(least, Math.min(value, most));
}

function isCurrent(element) {
  return Boolean(element.concordState && element.concordState !== "done");
}

function isStart(element) {
  return element.type === "bpmn:StartEvent";
}
