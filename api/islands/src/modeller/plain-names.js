// Plain names for what bpmn-js calls by BPMN's.

const NAMES = {
  Collaboration: "The whole drawing",
  Process: "The whole drawing",
  "User task": "Step: people do something",
  "Service task": "Notice: people are told",
  "Call activity": "Other diagram",
  "Exclusive gateway": "Question, or where ways meet",
  "Parallel gateway": "Side by side: all ways at once",
  "Inclusive gateway": "Question with several answers",
  "Event-based gateway": "Waits for whichever comes first",
  "Sub-process (expanded)": "Frame around steps",
  "Event sub-process": "At any stage",
  "Timer boundary event": "Limit",
  "Timer boundary event (non-interrupting)": "Limit: the step goes on",
  "Timer intermediate catch event": "Wait for a time",
  "Message start event": "Starts with a message",
  "Message start event (non-interrupting)": "Starts with a message, beside the case",
  "Start event": "Start",
  "End event": "End",
  "Text annotation": "Note",
  "Search {type}": "Search",
  "Change element": "Change the type",
};

const BY_KEY = new Map(Object.entries(NAMES).map(([name, words]) => [keyOf(name), words]));

/** bpmn-js asks this for every word that it shows. */
export function translate(template, replacements = {}) {
  return (BY_KEY.get(keyOf(template)) ?? template).replace(/{([^}]+)}/g, (_, key) => replacements[key] ?? `{${key}}`);
}

// The menu and the panel write the same name in different ways.
function keyOf(name) {
  return name.toLowerCase().replaceAll(/[^a-z{}]+/g, " ").trim();
}
