// Saves by itself, a moment after the last change. Nothing of anybody else is ever overwritten.

import { Conflict } from "./conflict.js";
import { MovedOn } from "./draft-file.js";

const PAUSE_MS = 1500;
const RETRY_MS = 15_000;
const LONDON_TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

export class Saving {
  constructor(modeler, file, frame, problems) {
    Object.assign(this, { modeler, file, frame, problems });
    this.conflict = new Conflict(this, file, frame);
    this.isDirty = false;
    this.timer = null;
    this.isSending = false;
  }

  start() {
    this.modeler.on("commandStack.changed", () => this.changed());
    window.addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => this.save());
    window.addEventListener("beforeunload", (event) => this.isDirty && event.preventDefault());
    this.conflict.offerKept();
    this.tell("Every change is saved by itself");
  }

  changed() {
    this.isDirty = true;
    if (!this.conflict.isOpen) {
      this.tell("Not saved yet …");
      this.after(PAUSE_MS);
    }
  }

  after(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  async save() {
    if (!this.isDirty || this.isSending || this.conflict.isOpen) {
      return;
    }
    this.isSending = true;
    this.isDirty = false;
    try {
      this.problems.show(await this.file.save(await this.xml()));
      this.tell(`Saved at ${LONDON_TIME.format(new Date())}`);
    } catch (problem) {
      this.isDirty = true;
      this.failed(problem);
    } finally {
      this.isSending = false;
    }
    if (this.isDirty && !this.conflict.isOpen) {
      this.after(this.hasFailed ? RETRY_MS : PAUSE_MS);
    }
  }

  failed(problem) {
    if (problem instanceof MovedOn) {
      this.conflict.open(problem);
      this.tell("Not saved: somebody else has changed this diagram", true);
    } else {
      this.tell(`Not saved: ${problem.message}`, true);
    }
  }

  async xml() {
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  /** Nothing is to be saved any more: the person leaves for another page. */
  leave(url) {
    this.isDirty = false;
    clearTimeout(this.timer);
    window.location.assign(url);
  }

  tell(text, isProblem = false) {
    this.hasFailed = isProblem;
    if (this.frame.status.textContent !== text) {
      this.frame.status.textContent = text;
    }
    this.frame.status.classList.toggle("concord-modeller__status--problem", isProblem);
  }
}
