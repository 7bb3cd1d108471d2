// Saves the form a moment after the last change. The server first draws the preview and answers the
// JSON in our layout; that is what is saved. What somebody else saved is never overwritten by itself.

const PAUSE_MS = 1000;
const RETRY_MS = 15_000;

const LONDON_TIME = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Europe/London",
});

const SAVING = "Saving …";
const OFFLINE = "Not saved: there is no connection. Your changes are still on this page. Concord tries again.";
const LOGGED_OUT =
  "you are no longer logged in. Log in in another tab: your changes are still on this page, and Concord tries again.";

export class Saver {
  constructor(host, settings, preview, content) {
    this.host = host;
    this.status = host.querySelector("[data-form-status]");
    this.conflict = host.querySelector("[data-form-conflict]");
    this.settings = settings;
    this.preview = preview;
    this.content = content;
    this.revision = settings.revision;
    this.saved = host.dataset.formSource;
    this.timer = null;
    this.isBusy = false;
    this.isWaiting = false;
    this.isStopped = false;
    this.isLeaving = false;
  }

  start() {
    this.preview.refresh(this.content());
    window.addEventListener("online", () => this.noteChange());
    window.addEventListener("beforeunload", (event) => {
      if ((this.isWaiting || this.isBusy || this.isStopped) && !this.isLeaving) {
        event.preventDefault();
      }
    });
  }

  noteChange(pause = PAUSE_MS) {
    this.isWaiting = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  async save() {
    if (this.isBusy) {
      this.noteChange();
      return;
    }
    this.isBusy = true;
    this.isWaiting = false;
    try {
      const shown = await this.preview.refresh(this.content());
      if (shown === null) {
        throw this.preview.isLoggedOut ? new Error(LOGGED_OUT) : new NotReached();
      }
      if (!this.isStopped && shown.content !== this.saved) {
        this.tell(SAVING);
        await this.put(shown.content);
      }
    } catch (problem) {
      this.tell(problem instanceof NotReached ? OFFLINE : `Not saved: ${problem.message}`, true);
      this.noteChange(RETRY_MS);
    } finally {
      this.isBusy = false;
    }
  }

  async put(content) {
    const response = await this.send("PUT", { content, base_revision: this.revision, summary: "" });
    const body = await response.json().catch(() => ({}));
    if (response.status === 401) {
      throw new Error(LOGGED_OUT);
    }
    if (response.status === 409 && body.code === "draft_moved_on") {
      await this.meet(body, content);
      return;
    }
    if (!response.ok) {
      throw new Error(body.detail ?? "Concord could not keep it.");
    }
    this.saved = body.content ?? content;
    this.revision = body.revision;
    document.querySelector("[data-form-revision]")?.replaceChildren(String(body.revision));
    this.tell(`Saved at ${LONDON_TIME.format(new Date())} as revision ${body.revision}`);
  }

  // Somebody saved since. When it was another file of the draft, nothing is in the way of ours.
  async meet(problem, content) {
    const response = await this.send("GET");
    const theirs = response.ok ? await response.json() : {};
    if (theirs.content === this.saved) {
      this.revision = theirs.revision ?? problem.revision;
      await this.put(content);
      return;
    }
    this.isStopped = true;
    this.tell("Not saved.", true);
    this.showConflict(problem);
  }

  showConflict(problem) {
    const words = document.createElement("p");
    words.className = "govuk-body";
    const at = problem.at ? ` at ${LONDON_TIME.format(new Date(problem.at))}` : "";
    words.textContent =
      `${problem.by ?? "Somebody"} saved this form${at}, after you opened it. ` +
      "Nothing of it was overwritten, and your changes are still on this page.";
    const buttons = document.createElement("div");
    buttons.className = "govuk-button-group";
    buttons.append(
      button("Show what is saved, without my changes", () => this.leave(() => window.location.reload())),
      button("Keep mine in a second draft", () => this.copy()),
    );
    this.conflict.replaceChildren(words, buttons);
    this.conflict.hidden = false;
  }

  async copy() {
    const body = new FormData();
    body.set("csrf_token", this.preview.csrfToken);
    body.set("preview.source", this.content());
    const response = await fetch(this.settings.copyUrl, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    const answer = response?.ok ? await response.json() : null;
    if (answer) {
      this.leave(() => window.location.assign(answer.url));
    } else {
      this.tell("The second draft could not be made. Your changes are still on this page.", true);
    }
  }

  /** Go on without the question whether changes are to be lost. */
  leave(go) {
    this.isLeaving = true;
    go();
  }

  async send(method, body) {
    try {
      return await fetch(this.settings.fileUrl, {
        method,
        body: body && JSON.stringify(body),
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-CSRFToken": this.preview.csrfToken,
        },
        credentials: "same-origin",
      });
    } catch {
      throw new NotReached();
    }
  }

  tell(words, isProblem = false) {
    this.status.textContent = words;
    this.status.classList.toggle("concord-draft-status--problem", isProblem);
  }
}

class NotReached extends Error {}

function button(words, act) {
  const found = document.createElement("button");
  found.type = "button";
  found.className = "govuk-button govuk-button--secondary";
  found.textContent = words;
  found.addEventListener("click", act);
  return found;
}
