// Says who else has the form open, and lets them know of us.

const PAUSE_MS = 20_000;

export class Presence {
  constructor(host, settings, preview) {
    this.line = host.querySelector("[data-form-others]");
    this.settings = settings;
    this.preview = preview;
  }

  start() {
    this.look();
    setInterval(() => this.look(), PAUSE_MS);
  }

  async look() {
    const response = await fetch(this.settings.presenceUrl, {
      method: "POST",
      body: JSON.stringify({ path: this.settings.path }),
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": this.preview.csrfToken,
      },
      credentials: "same-origin",
    }).catch(() => null);
    if (response?.ok) {
      this.show((await response.json()).others ?? []);
    }
  }

  show(others) {
    const here = others.filter((one) => one.path === this.settings.path).map((one) => one.name);
    const words = here.length ? `${here.join(" and ")} ${here.length > 1 ? "have" : "has"} this form open too.` : "";
    if (this.line.textContent !== words) {
      this.line.textContent = words;
    }
  }
}
