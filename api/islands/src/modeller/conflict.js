// Two people have drawn: who saved when, and three ways on. Nothing is lost in any of them.

import { button, make } from "./frame.js";

const LONDON = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

export class Conflict {
  constructor(saving, file, frame) {
    Object.assign(this, { saving, file, frame });
    this.isOpen = false;
    this.key = `concord-diagram ${file.words.draftId} ${file.words.path}`;
  }

  open({ by, at }) {
    this.isOpen = true;
    const time = LONDON.format(new Date(at));
    this.say(
      `${by} saved this diagram at ${time}, after you had opened it`,
      "Nothing was overwritten: theirs is in the draft, yours is on this page. Choose how to go on.",
      [
        ["Open their version", () => this.openTheirs(), "Yours is kept as a copy in this browser and can be downloaded."],
        ["Save mine as a new draft", () => this.saveAsDraft(), "Both can then be compared."],
        ["Download mine", () => this.downloadMine(), ""],
      ],
    );
  }

  async openTheirs() {
    localStorage.setItem(this.key, await this.saving.xml());
    this.saving.leave(window.location.href);
  }

  async saveAsDraft() {
    try {
      this.saving.leave(await this.file.copy(await this.saving.xml()));
    } catch (problem) {
      this.saving.tell(`Not saved: ${problem.message}`, true);
    }
  }

  async downloadMine() {
    download(await this.saving.xml(), this.file.words.path);
  }

  /** Offer the copy that was kept when somebody opened a colleague's version. */
  offerKept() {
    const kept = localStorage.getItem(this.key);
    if (!kept) {
      return;
    }
    const away = () => this.frame.conflict.replaceChildren();
    this.say("A copy of your own drawing is kept in this browser", "Your colleague’s version is open below.", [
      ["Download my copy", () => download(kept, this.file.words.path), ""],
      ["Remove my copy", () => (localStorage.removeItem(this.key), away()), ""],
    ]);
  }

  say(heading, text, ways) {
    const box = make("div", "govuk-inset-text concord-modeller__note");
    const list = make("div", "concord-modeller__choices");
    ways.forEach(([name, act, hint]) => {
      const way = make("p", "govuk-body-s");
      way.append(button(name, act), make("span", "", {}, hint));
      list.append(way);
    });
    box.append(make("h2", "govuk-heading-s", {}, heading), make("p", "govuk-body", {}, text), list);
    this.frame.conflict.replaceChildren(box);
  }
}

function download(xml, path) {
  const link = make("a", "", { download: path, href: URL.createObjectURL(new Blob([xml], { type: "application/xml" })) });
  link.click();
  URL.revokeObjectURL(link.href);
}
