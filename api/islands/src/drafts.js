// Autosave: a form with `data-draft-url` is sent there a moment after the last key stroke, and once
// more before it is sent for good, so that a server which cannot be reached costs nobody a word.
//
// The server answers with 2xx and `{"saved_at": "2026-03-25T14:05:00Z"}`, or with a problem
// (RFC 9457) whose `detail` is shown. The text never leaves the page: not saved means only that.
// `draft_seen` says from which draft the page goes on, so that two tabs do not overwrite each other.

const PAUSE_MS = 1500;
const RETRY_MS = 30_000;
const LONGEST_WAIT_MS = 8000;

const LONDON_TIME = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Europe/London",
});

const OFFLINE = "there is no connection. Your text is still on this page. Concord tries again.";
const NOT_SENT =
  "Not sent: there is no connection. Your text is still on this page. Send it again when you are back online. If a child may be harmed now, ring 999.";
const LOGGED_OUT =
  "you are no longer logged in. Your text is still on this page: log in in another tab, then go on.";
const OUR_FAULT = "Concord could not keep the draft. Your text is still on this page. Concord tries again.";

/** Save the drafts of every form on the page that names a place for them. */
export function startDrafts(root = document) {
  root.querySelectorAll("form[data-draft-url]").forEach((form) => new Draft(form).start());
}

class NoConnection extends Error {}

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]") ?? appendStatus(form);
    this.seen = form.elements.namedItem("draft_seen");
    this.saved = this.answers();
    this.timer = null;
    this.sending = null;
    this.submitting = false;
    this.submitted = false;
  }

  start() {
    this.form.addEventListener("input", () => this.saveAfter(PAUSE_MS));
    this.form.addEventListener("submit", (event) => this.beforeSubmit(event));
    document.addEventListener("visibilitychange", () => this.save());
    window.addEventListener("online", () => this.save());
    window.addEventListener("pageshow", () => this.stay());
    window.addEventListener("beforeunload", (event) => this.warnBeforeLoss(event));
  }

  saveAfter(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  async save() {
    const answers = this.answers();
    if (this.submitting || this.submitted || this.sending || answers === this.saved) {
      return;
    }
    try {
      await this.keep(answers);
    } catch (problem) {
      this.tell(`Not saved: ${problem.message}`);
      this.saveAfter(RETRY_MS);
    }
    if (this.saved === answers && this.answers() !== answers) {
      this.saveAfter(PAUSE_MS);
    }
  }

  async keep(answers) {
    this.sending = this.send(answers);
    try {
      this.tell(await this.sending);
      this.saved = answers;
    } finally {
      this.sending = null;
    }
  }

  async send(answers) {
    let response;
    try {
      response = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body: this.withSeen(answers),
        headers: {
          Accept: "application/json",
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": this.form.elements.namedItem("csrf_token")?.value ?? "",
        },
        credentials: "same-origin",
        keepalive: document.visibilityState === "hidden",
        redirect: "error",
      });
    } catch {
      throw new NoConnection(OFFLINE);
    }
    const body = await response.json().catch(() => ({}));
    if (response.status === 401) {
      throw new Error(LOGGED_OUT);
    }
    if (!response.ok) {
      throw new Error(body.detail ?? OUR_FAULT);
    }
    if (this.seen && body.saved_at) {
      this.seen.value = body.saved_at;
    }
    return body.saved_at ? `Draft saved at ${LONDON_TIME.format(new Date(body.saved_at))}` : "Draft saved";
  }

  // The browser shows a page of its own when nobody answers, and the text would be gone with ours.
  // So a submit first reaches the server with the draft; whatever the server says, it then goes.
  async beforeSubmit(event) {
    if (this.submitted || !this.form.requestSubmit) {
      return;
    }
    event.preventDefault();
    if (this.submitting) {
      return;
    }
    clearTimeout(this.timer);
    this.submitting = true;
    const isReached = await Promise.race([this.reachServer(), after(LONGEST_WAIT_MS)]);
    this.submitting = false;
    if (!isReached) {
      this.tell(NOT_SENT);
      this.saveAfter(RETRY_MS);
      return;
    }
    this.submitted = true;
    this.form.requestSubmit(event.submitter);
  }

  async reachServer() {
    try {
      await this.sending;
    } catch {
      // What was on its way failed; the next words tell.
    }
    try {
      await this.keep(this.answers());
    } catch (problem) {
      return !(problem instanceof NoConnection);
    }
    return true;
  }

  stay() {
    this.submitted = false;
  }

  warnBeforeLoss(event) {
    if (!this.submitted && this.answers() !== this.saved) {
      event.preventDefault();
    }
  }

  answers() {
    const fields = new URLSearchParams(new FormData(this.form));
    fields.delete("draft_seen");
    return fields.toString();
  }

  withSeen(answers) {
    return this.seen ? `${answers}&draft_seen=${encodeURIComponent(this.seen.value)}` : answers;
  }

  tell(text) {
    // The same words again would be read aloud again.
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
    this.status.classList.toggle("concord-draft-status--problem", text.startsWith("Not "));
  }
}

function after(milliseconds) {
  return new Promise((resolve) => setTimeout(() => resolve(false), milliseconds));
}

function appendStatus(form) {
  const status = document.createElement("p");
  status.className = "govuk-body-s concord-draft-status";
  status.setAttribute("role", "status");
  form.append(status);
  return status;
}
