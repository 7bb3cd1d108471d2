// The preview of a form: the server draws it from the JSON as it is now, and says what staff would be
// told of the answers that are tried in it.

import { startComponents } from "../components.js";

const NOT_RIGHT = "What you see here is the last state that could be shown: the form has problems now.";

/** Take charge of the preview's form; without one, give something that does nothing. */
export function startPreview(form) {
  return form ? new Preview(form) : { refresh: async () => null, csrfToken: "", isLoggedOut: false };
}

class Preview {
  constructor(form) {
    this.form = form;
    this.region = form.querySelector("[data-form-preview-region]");
    this.beside = document.querySelector("[data-form-beside]");
    this.source = null;
    this.touched = false;
    this.isLoggedOut = false;
    form.addEventListener("input", () => {
      this.touched = true;
    });
    form.addEventListener("submit", (event) => this.tryAnswers(event));
  }

  get csrfToken() {
    return this.form.elements.namedItem("csrf_token")?.value ?? "";
  }

  /** Show another JSON text; answer what the server makes of it, or null when it cannot be reached. */
  async refresh(source) {
    this.source = source;
    return this.ask({ scrolls: false });
  }

  async tryAnswers(event) {
    if (this.source === null) {
      return;
    }
    event.preventDefault();
    this.touched = true;
    await this.ask({ scrolls: true, tries: true });
  }

  async ask({ scrolls, tries = false }) {
    let response = await this.post(tries);
    if (response?.status === 400 && (await this.renewToken())) {
      response = await this.post(tries);
    }
    this.isLoggedOut = response?.status === 401;
    if (!response?.ok) {
      return null;
    }
    const answer = await response.json();
    this.show(answer, scrolls);
    return answer;
  }

  post(tries) {
    const body = this.touched ? new FormData(this.form) : new FormData();
    body.set("csrf_token", this.csrfToken);
    body.set("preview.source", this.source);
    if (this.touched) {
      body.set("preview.answers", "yes");
    }
    if (tries) {
      body.set("preview.try", "yes");
    }
    return fetch(this.form.getAttribute("action").split("#")[0], {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": this.csrfToken },
      credentials: "same-origin",
    }).catch(() => null);
  }

  // Whoever has logged in again in another tab has another token: this page, loaded anew, has it.
  async renewToken() {
    const response = await fetch(window.location.href, { credentials: "same-origin" }).catch(() => null);
    const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
    const token = page?.querySelector("[data-form-preview] [name=csrf_token]")?.value;
    if (token) {
      this.form.elements.namedItem("csrf_token").value = token;
    }
    return Boolean(token);
  }

  show(answer, scrolls) {
    this.beside.innerHTML = answer.beside;
    if (!answer.preview) {
      this.note();
      return;
    }
    const focused = this.region.contains(document.activeElement) ? document.activeElement.id : "";
    this.region.innerHTML = answer.preview;
    startComponents(this.region);
    this.sayInTitle();
    if (scrolls) {
      this.showOutcome();
    } else if (focused) {
      document.getElementById(focused)?.focus();
    }
  }

  sayInTitle() {
    const title = document.title.replace(/^Error: /, "");
    document.title = this.region.querySelector(".govuk-error-message") ? `Error: ${title}` : title;
  }

  note() {
    if (!this.region.querySelector("[data-stale]")) {
      const note = document.createElement("p");
      note.className = "govuk-inset-text";
      note.dataset.stale = "";
      note.textContent = NOT_RIGHT;
      this.region.prepend(note);
    }
  }

  showOutcome() {
    const outcome = this.region.querySelector(".govuk-error-summary, [role=status]");
    if (outcome) {
      outcome.tabIndex = -1;
      outcome.focus();
      outcome.scrollIntoView({ block: "center" });
    }
  }
}
