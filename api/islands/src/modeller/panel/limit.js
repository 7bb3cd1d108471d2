// A clock: how long, and what happens when the time is over.

import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

import { change } from "../properties.js";
import { limitOf, renamed, timerOf, written } from "../timer.js";
import { choice, textField } from "./entries.js";

const KINDS = [
  { value: "hours", words: "Hours: nights and weekends count" },
  { value: "working-days", words: "Working days" },
  { value: "date", words: "A date from a form" },
];
const OTHER = { value: "other", words: "Written as an expression" };
const NONE = { value: "none", words: "Choose one" };
const FIRST = { hours: 24, "working-days": 1 };
const MOST = 9999;

export function limitEntries(element) {
  const { kind } = limitOf(element);
  return [
    kindEntry(),
    ...(kind in FIRST ? [numberEntry(kind)] : []),
    ...(kind === "date" ? [questionEntry()] : []),
    ...(kind === "other" ? [expressionEntry()] : []),
    ...(is(element, "bpmn:BoundaryEvent") ? [endingEntry()] : []),
  ];
}

function kindEntry() {
  return choice("limit-kind", "Measured in", {
    read: (one) => limitOf(one).kind,
    write: (services, one, kind) => kind !== "none" && setLimit(services, one, startOf(kind, services.words, one)),
    options: (_services, one) => [...({ other: [OTHER], none: [NONE] }[limitOf(one).kind] ?? []), ...KINDS],
  });
}

function numberEntry(kind) {
  return textField("limit-number", kind === "hours" ? "How many hours" : "How many working days", {
    read: (one) => String(limitOf(one).number),
    write: (services, one, value) =>
      isNumber(value) && setLimit(services, one, { kind: limitOf(one).kind, number: Number(value) }),
    validate: (value) => (isNumber(value) ? undefined : "Enter a whole number, 1 or more"),
    description: `${kind === "hours" ? "For example 24 or 48." : "Until the same time of day."} Look whether the text above and the clauses still say the same.`,
  });
}

function questionEntry() {
  return choice("limit-question", "The date that people enter", {
    read: (one) => limitOf(one).question,
    write: (services, one, question) => setLimit(services, one, { kind: "date", question }),
    options: ({ words }) => datesIn(words),
    description: "The question has to be answered before the clock starts.",
  });
}

function expressionEntry() {
  return textField("limit-text", "Expression", {
    read: (one) => limitOf(one).text,
    write: ({ together }, one, value) => {
      const timer = timerOf(one);
      const form = ["timeDuration", "timeDate", "timeCycle"].find((name) => timer.get(name));
      together.run([change(one, timer.get(form), { body: value })]);
    },
    description: "Begins with =. The checks say whether it can be read.",
  });
}

function endingEntry() {
  return choice("limit-ending", "When the time is over", {
    read: (one) => (getBusinessObject(one).cancelActivity === false ? "reminder" : "ending"),
    write: ({ modeling }, one, value) => modeling.updateProperties(one, { cancelActivity: value === "ending" }),
    options: () => [
      { value: "reminder", words: "The step goes on (a reminder)" },
      { value: "ending", words: "The step ends (another way)" },
    ],
  });
}

function startOf(kind, words, element) {
  if (kind === "other") {
    return limitOf(element);
  }
  return kind === "date"
    ? { kind, question: datesIn(words)[0]?.value ?? "date" }
    : { kind, number: FIRST[kind] };
}

/** Set the limit, and its name in the drawing where that only says how long it is. */
function setLimit({ together, bpmnFactory }, element, limit) {
  if (!written(limit)) {
    return;
  }
  const timer = timerOf(element);
  const [form, body] = written(limit);
  const expression = timer.get(form) ?? bpmnFactory.create("bpmn:FormalExpression");
  expression.$parent = timer;
  const { name } = getBusinessObject(element);
  const newName = renamed(name, limitOf(element), limit);
  const all = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined, [form]: expression };
  together.run([
    change(element, timer, all),
    change(element, expression, { body }),
    ...(newName !== name ? [["element.updateLabel", { element, newLabel: newName, newBounds: null }]] : []),
  ]);
}

function isNumber(value) {
  return /^[1-9]\d*$/.test(value ?? "") && Number(value) <= MOST;
}

function datesIn(words) {
  const dates = words.forms.flatMap(({ dates: found }) => found);
  return [...new Map(dates.map((date) => [date.value, date])).values()];
}
