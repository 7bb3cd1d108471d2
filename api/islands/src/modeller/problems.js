// What the checks find: a mark at the element, and a list whose entries lead there.

import { make } from "./frame.js";

const HALF_MARK = 12;
const KINDS = { error: "Has to be mended", warning: "Worth a look" };

export class Problems {
  constructor(modeler, frame, words) {
    Object.assign(this, { modeler, frame, place: frame.problems, path: words.path });
    this.overlayIds = [];
  }

  async load(file) {
    try {
      this.show(await file.problems());
    } catch (problem) {
      this.place.replaceChildren(make("p", "govuk-body-s", {}, `The checks did not answer: ${problem.message}`));
    }
  }

  /** Show them anew. Those of other files are counted, not listed. */
  show(found) {
    const here = found.filter(({ file }) => file === this.path);
    this.mark(here);
    this.place.replaceChildren(this.heading(here), this.list(here), elsewhere(found.length - here.length));
  }

  heading(here) {
    const errors = here.filter(({ severity }) => severity === "error").length;
    const text = here.length
      ? `Problems: ${errors} to mend, ${here.length - errors} worth a look`
      : "No problems in this diagram";
    return make("h2", "govuk-heading-s concord-modeller__problem-count", {}, text);
  }

  list(here) {
    const list = make("ul", "concord-modeller__problem-list");
    here.forEach((problem) => list.append(this.entry(problem)));
    return list;
  }

  entry(problem) {
    const one = make("li", `concord-modeller__problem concord-modeller__problem--${problem.severity}`);
    one.append(make("strong", "", {}, `${KINDS[problem.severity]}: `));
    if (problem.element_id && this.find(problem.element_id)) {
      const link = make("button", "concord-link-button", { type: "button" }, problem.message);
      link.addEventListener("click", () => this.jumpTo(problem.element_id));
      one.append(link);
    } else {
      one.append(make("span", "", {}, problem.message));
    }
    one.append(make("span", "concord-modeller__remedy", {}, ` ${problem.remedy}`));
    return one;
  }

  mark(here) {
    const overlays = this.modeler.get("overlays");
    this.overlayIds.forEach((id) => overlays.remove(id));
    this.overlayIds = [];
    const byElement = grouped(here);
    for (const [elementId, problems] of byElement) {
      const element = elementId && this.find(elementId);
      if (element) {
        this.overlayIds.push(overlays.add(element, overlayOf(element, problems, () => this.jumpTo(elementId))));
      }
    }
  }

  jumpTo(elementId) {
    const element = this.find(elementId);
    this.frame.bringIntoView();
    this.modeler.get("canvas").scrollToElement(element, 120);
    this.modeler.get("selection").select(element);
  }

  find(elementId) {
    return this.modeler.get("elementRegistry").get(elementId);
  }
}

function overlayOf(element, problems, act) {
  const worst = problems.some(({ severity }) => severity === "error") ? "error" : "warning";
  const title = problems.map(({ message }) => message).join("\n");
  const mark = make("button", `concord-modeller__mark concord-modeller__mark--${worst}`, { type: "button", title }, "!");
  mark.append(make("span", "govuk-visually-hidden", {}, ` ${title}`));
  mark.addEventListener("click", act);
  return { position: placeOf(element), html: mark };
}

// At the corner of a shape; on the middle of a flow, whose corner is often where another shape is.
function placeOf({ waypoints }) {
  if (!waypoints) {
    return { top: -HALF_MARK, left: -HALF_MARK };
  }
  const [left, top] = ["x", "y"].map((axis) => Math.min(...waypoints.map((point) => point[axis])));
  const middle = middleOf(waypoints);
  return { top: middle.y - top - HALF_MARK, left: middle.x - left - HALF_MARK };
}

function middleOf(waypoints) {
  const place = Math.floor((waypoints.length - 1) / 2);
  const [one, other] = [waypoints[place], waypoints[place + 1]];
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function grouped(problems) {
  const groups = new Map();
  problems.forEach((problem) => {
    groups.set(problem.element_id, [...(groups.get(problem.element_id) ?? []), problem]);
  });
  return groups;
}

function elsewhere(number) {
  const text = number === 1 ? "One more in other files of the draft." : `${number} more in other files of the draft.`;
  return make("p", "govuk-body-s", number ? {} : { hidden: "" }, text);
}
