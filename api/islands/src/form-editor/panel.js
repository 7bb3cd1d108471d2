// What is set at the chosen question, in plain words. Which members there are, and what they are
// called, comes from the server (forms/editing/members.py): the table of questions has the same.

import { nameFrom, readTyped, showMember } from "./members.js";

const NOTHING_CHOSEN = "Choose a question in the drawing to change it, or drag a new one into it.";
const MADE_UP_KEY = /^(textfield|textarea|number|radio|select|checkbox|checklist|datetime)_[a-z0-9]+$/;

export class Panel {
  constructor(host, editor, settings) {
    this.host = host;
    this.editor = editor;
    this.settings = settings;
    this.field = null;
    this.inputs = [];
    editor.get("eventBus").on("selection.changed", ({ selection }) => this.show(selection));
    this.show(null);
  }

  /** Show what is set at a question; nothing chosen: what the form is called. */
  show(field) {
    this.field = field && field.type !== "default" ? field : null;
    this.inputs = [];
    this.host.replaceChildren(...(this.field ? this.parts() : this.ofForm()));
  }

  /** After an undo, or a change in the drawing: bring the inputs up to date that nobody types into. */
  refresh() {
    const registry = this.editor.get("formFieldRegistry");
    if (this.field && !registry.get(this.field.id)) {
      this.show(null);
      return;
    }
    const field = this.field ? registry.get(this.field.id) : this.editor._getState().schema;
    this.field = this.field && field;
    this.inputs.forEach(({ member, input }) => {
      if (input !== document.activeElement) {
        fill(input, member, field);
      }
    });
  }

  parts() {
    const { type } = this.field;
    const name = this.settings.types.find((one) => one.type === type)?.name ?? type;
    const found = [heading("h2", name)];
    this.settings.parts.forEach((part) => {
      const members = this.settings.members.filter(
        (member) => member.part === part.id && member.types.includes(type),
      );
      if (members.length) {
        found.push(this.group(part, members));
      }
    });
    return found;
  }

  group(part, members) {
    const box = document.createElement("details");
    box.open = part.id === "question";
    box.className = "concord-form-part";
    const summary = document.createElement("summary");
    summary.textContent = part.title;
    box.append(summary, ...members.map((member) => this.line(member, this.field)));
    return box;
  }

  ofForm() {
    const member = { path: "title", name: "title", label: "What the form is called", kind: "line", hint: "" };
    const note = document.createElement("p");
    note.className = "govuk-body-s";
    note.textContent = NOTHING_CHOSEN;
    return [heading("h2", "The form"), this.line(member, this.editor._getState().schema), note];
  }

  line(member, field) {
    const { row, input, error } = draw(member);
    fill(input, member, field);
    this.inputs.push({ member, input });
    const apply = () => {
      error.textContent = this.apply(member, input);
      error.hidden = !error.textContent;
      error.classList.toggle("govuk-error-message", !error.hidden);
      input.classList.toggle("govuk-input--error", Boolean(error.textContent));
    };
    input.addEventListener(member.kind === "flag" || member.kind === "choice" ? "change" : "input", apply);
    if (member.path === "label" || member.path === "dateLabel") {
      input.addEventListener("change", () => this.nameAfter(input.value));
    }
    return row;
  }

  /** Set the member to what the input says; answer what is wrong with it. */
  apply(member, input) {
    const typed = member.kind === "flag" ? (input.checked ? "yes" : "") : input.value;
    let value;
    try {
      value = readTyped(member, typed.trim());
    } catch (problem) {
      return problem.message;
    }
    const field = this.field ?? this.editor._getState().schema;
    const [outer, inner] = member.path.split(".");
    this.edit(field, outer, inner ? withMember(field[outer], inner, value) : value);
    return "";
  }

  edit(field, name, value) {
    try {
      this.editor.get("modeling").editFormField(field, name, value);
    } catch (problem) {
      console.warn(problem);
    }
  }

  /** A question that the editor has named anew is named after its words. */
  nameAfter(words) {
    const { field } = this;
    if (!field?.key || !MADE_UP_KEY.test(field.key) || !words.trim()) {
      return;
    }
    const taken = new Set(
      this.editor.get("formFieldRegistry").getAll().map((one) => one.key).filter(Boolean),
    );
    const name = nameFrom(words);
    let key = /^[a-z]/.test(name) ? name : `q_${name}`;
    for (let number = 2; taken.has(key); number += 1) {
      key = `${name}_${number}`;
    }
    this.edit(field, "key", key);
  }
}

function withMember(object, name, value) {
  const changed = { ...(object ?? {}), [name]: value };
  if (value === undefined) {
    delete changed[name];
  }
  return Object.keys(changed).length ? changed : undefined;
}

function fill(input, member, field) {
  const shown = showMember(field, member);
  if (member.kind === "flag") {
    input.checked = shown === "yes";
    return;
  }
  if (member.kind === "choice" && ![...input.options].some((option) => option.value === shown)) {
    input.add(new Option(shown, shown));
  }
  input.value = shown;
  if (input.tagName === "TEXTAREA") {
    input.rows = Math.max(2, shown.split("\n").length + 1);
  }
}

function draw(member) {
  const id = `member-${member.name}`;
  const row = document.createElement("div");
  row.className = `govuk-form-group concord-form-member concord-form-member--${member.kind}`;
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = id;
  label.textContent = member.label;
  const input = element(member);
  input.id = id;
  const hint = document.createElement("div");
  hint.className = "govuk-hint";
  hint.id = `${id}-hint`;
  hint.textContent = member.hint;
  const error = document.createElement("p");
  error.id = `${id}-error`;
  error.setAttribute("role", "alert");
  error.hidden = true;
  input.setAttribute("aria-describedby", member.hint ? `${hint.id} ${error.id}` : error.id);
  const order = member.kind === "flag" ? [input, label] : [label, ...(member.hint ? [hint] : []), error, input];
  row.append(...order);
  return { row, input, error };
}

function element(member) {
  if (member.kind === "choice") {
    const select = document.createElement("select");
    select.className = "govuk-select";
    member.choices.forEach(({ value, words }) => select.add(new Option(words, value)));
    return select;
  }
  if (member.kind === "options" || member.kind === "lines") {
    const area = document.createElement("textarea");
    area.className = "govuk-textarea";
    return area;
  }
  const input = document.createElement("input");
  input.className = "govuk-input";
  input.type = member.kind === "flag" ? "checkbox" : "text";
  if (member.kind === "flag") {
    input.className = "concord-form-box";
  }
  input.spellcheck = member.kind === "line";
  return input;
}

function heading(tag, words) {
  const found = document.createElement(tag);
  found.className = "govuk-heading-s";
  found.textContent = words;
  return found;
}
