// From a member of a question to what stands in an input, and back: as forms/editing/typed.py does.

/** What stands in the input of a member. */
export function showMember(field, member) {
  const value = member.path.split(".").reduce((inside, name) => inside?.[name], field);
  if (member.kind === "flag") {
    return value === true ? "yes" : "";
  }
  if (member.kind === "options") {
    return (value ?? []).map((one) => `${one.value}: ${one.label}`).join("\n");
  }
  return value === undefined || value === null ? "" : String(value);
}

/** The value of what was typed; nothing typed: undefined. Throws what is wrong, in words. */
export function readTyped(member, text) {
  if (text === "") {
    return undefined;
  }
  if (member.kind === "flag") {
    return true;
  }
  if (member.kind === "options") {
    return readOptions(text);
  }
  if (member.kind === "whole" || member.kind === "number") {
    return readNumber(member, text);
  }
  return text;
}

/** A key, or a short name, made of words. */
export function nameFrom(words) {
  const name = words.toLowerCase().replace(/[’']/g, "").replace(/[^a-z0-9]+/g, "_");
  return name.slice(0, 60).replace(/^_+|_+$/g, "") || "answer";
}

function readOptions(text) {
  const lines = text.split("\n").map((line) => line.trim());
  const options = lines.filter(Boolean).map(readOption);
  const names = options.map((one) => one.value);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new Error(`Two answers are kept as “${twice}”. Give each its own short name`);
  }
  return options;
}

function readOption(line) {
  const colon = line.indexOf(":");
  if (colon < 0) {
    return { label: line, value: nameFrom(line) };
  }
  const [value, label] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  if (!value || !label) {
    throw new Error(`“${line.slice(0, 60)}” needs a short name, a colon and the words that people read`);
  }
  return { label, value };
}

function readNumber(member, text) {
  const plain = text.replaceAll(",", "");
  const pattern = member.kind === "whole" ? /^-?\d{1,15}$/ : /^-?\d{1,15}(\.\d+)?$/;
  if (!pattern.test(plain)) {
    throw new Error(`${member.label} must be ${member.kind === "whole" ? "a whole number" : "a number"}`);
  }
  return Number(plain);
}
