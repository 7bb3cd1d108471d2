// Autosave: a form with `data-draft-url` is sent there a moment after the last key stroke.
//
// The server answers with 2xx and `{"saved_at": "2026-03-25T14:05:00Z"}`, or with a problem
// (RFC 9457) whose `detail` is shown. The text never leaves the page: not saved means only that.

const PAUSE_MS = 1500;
const RETRY_MS = 30_000;

const LONDON_TIME = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Europe/London",
});

const OFFLINE = "there is no connection. Your text is still on this page. Concord tries again.";
const LOGGED_OUT =
  "you are no longer logged in. Your text is still on this page: log in in another tab, then go on.";

/** Save the drafts of every form on the page that names a place for them. */
export function startDrafts(root = document) {
  root.querySelectorAll("form[data-draft-url]").forEach((form) => new Draft(form).start());
}

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]") ?? appendStatus(form);
    this.saved = this.answers();
    this.timer = null;
    this.sending = false;
    this.submitted = false;
  }

  start() {
    this.form.addEventListener("input", () => this.saveAfter(PAUSE_MS));
    this.form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => this.saveWhenHidden());
    window.addEventListener("beforeunload", (event) => this.warnBeforeLoss(event));
  }

  saveAfter(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  async save() {
    const answers = this.answers();
    if (this.submitted || this.sending || answers === this.saved) {
      return;
    }
    this.sending = true;
    try {
      this.tell(await this.send(answers));
      this.saved = answers;
    } catch (problem) {
      this.tell(`Not saved: ${problem.message}`);
      this.saveAfter(RETRY_MS);
    } finally {
      this.sending = false;
    }
    if (this.saved === answers && this.answers() !== answers) {
      this.saveAfter(PAUSE_MS);
    }
  }

  async send(answers) {
    let response;
    try {
      response = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body: answers,
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
      throw new Error(OFFLINE);
    }
    const body = await response.json().catch(() => ({}));
    if (response.status === 401) {
      throw new Error(LOGGED_OUT);
    }
    if (!response.ok) {
      throw new Error(body.detail ?? "Concord could not keep the draft. Concord tries again.");
    }
    return body.saved_at ? `Draft saved at ${LONDON_TIME.format(new Date(body.saved_at))}` : "Draft saved";
  }

  saveWhenHidden() {
    if (document.visibilityState === "hidden") {
      this.save();
    }
  }

  warnBeforeLoss(event) {
    if (!this.submitted && this.answers() !== this.saved) {
      event.preventDefault();
    }
  }

  stop() {
    this.submitted = true;
    clearTimeout(this.timer);
  }

  answers() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  tell(text) {
    // The same words again would be read aloud again.
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
    this.status.classList.toggle("concord-draft-status--problem", text.startsWith("Not saved"));
  }
}

function appendStatus(form) {
  const status = document.createElement("p");
  status.className = "govuk-body-s concord-draft-status";
  status.setAttribute("role", "status");
  form.append(status);
  return status;
}
