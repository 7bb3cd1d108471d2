// Limits as people say them. engine/definitions/limits.py knows the same words.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

const HOURS = /^PT(\d{1,4})H$/;
const WORKING_DAYS = /^=\s*working day deadline\(now\(\), (\d{1,4})\)$/;
const DATE = /^=\s*([A-Za-z_]\w*)$/;
const FORMS = ["timeDuration", "timeDate", "timeCycle"];

/** Return the timer of an event, or nothing. */
export function timerOf(element) {
  const definitions = getBusinessObject(element)?.eventDefinitions ?? [];
  return definitions.find((one) => one.$type === "bpmn:TimerEventDefinition");
}

export function isTimer(element) {
  return Boolean(timerOf(element));
}

/** Return a limit as `{kind, number, question, text}`; kind: hours, working-days, date, other, none. */
export function limitOf(element) {
  const timer = timerOf(element);
  const text = (FORMS.map((form) => timer.get(form)?.body).find(Boolean) ?? "").trim();
  const [, hours] = HOURS.exec(text) ?? [];
  const [, days] = WORKING_DAYS.exec(text) ?? [];
  const [, question] = DATE.exec(text) ?? [];
  if (hours) {
    return { kind: "hours", number: Number(hours), text };
  }
  if (days) {
    return { kind: "working-days", number: Number(days), text };
  }
  return question ? { kind: "date", question, text } : { kind: text ? "other" : "none", text };
}

/** Return what the diagram's file holds for a limit: the name of the element, and its text. */
export function written({ kind, number, question }) {
  const texts = {
    hours: ["timeDuration", `PT${number}H`],
    "working-days": ["timeDate", `=working day deadline(now(), ${number})`],
    date: ["timeDate", `=${question}`],
  };
  return texts[kind];
}

const ONES = ["", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/** Return the name that an element gets with a new limit: what said the old one says the new one. */
export function renamed(name, before, after) {
  const ways = namesOf(after);
  if (!name || !ways.length) {
    return name || ways[0];
  }
  const old = namesOf(before);
  const place = old.findIndex((way) => name === way || name.startsWith(`${way} `));
  return place < 0 ? name : ways[Math.min(place, ways.length - 1)] + name.slice(old[place].length);
}

/** In figures, then in a word. */
function namesOf({ kind, number }) {
  const unit = { hours: "hour", "working-days": "working day" }[kind];
  if (!unit) {
    return [];
  }
  const noun = number === 1 ? unit : `${unit}s`;
  return [`${number} ${noun}`, ...(ONES[number] ? [`${ONES[number]} ${noun}`] : [])];
}
