// The file on the server: read, saved over the revision that was seen, never over another one.

const PROBLEM = "Concord could not save this. Your drawing is still on this page. Concord tries again.";
const OFFLINE = "there is no connection. Your drawing is still on this page. Concord tries again.";
const LOGGED_OUT =
  "you are no longer logged in. Your drawing is still on this page: log in in another tab, then go on.";

/** Somebody saved the same file since. */
export class MovedOn extends Error {
  constructor({ by, at, revision }) {
    super("somebody else saved this diagram");
    Object.assign(this, { by, at, revision });
  }
}

export class DraftFile {
  constructor(words, csrf) {
    this.words = words;
    this.csrf = csrf;
    this.content = "";
    this.revision = 0;
  }

  async load() {
    const { content, revision } = await this.ask("GET", this.words.fileUrl);
    Object.assign(this, { content, revision });
  }

  /** Save; return what the checks find. */
  async save(content) {
    try {
      return await this.put(content);
    } catch (problem) {
      // A colleague who saved another file of the draft is in nobody's way.
      if (!(problem instanceof MovedOn) || !(await this.isUntouched())) {
        throw problem;
      }
      return this.put(content);
    }
  }

  async put(content) {
    const saved = await this.ask("PUT", this.words.fileUrl, { content, base_revision: this.revision });
    this.content = saved.content;
    this.revision = saved.revision;
    return saved.problems;
  }

  async isUntouched() {
    const theirs = await this.ask("GET", this.words.fileUrl);
    if (theirs.content !== this.content) {
      return false;
    }
    this.revision = theirs.revision;
    return true;
  }

  async problems() {
    return (await this.ask("GET", this.words.problemsUrl)).problems;
  }

  async others() {
    return (await this.ask("POST", this.words.presenceUrl, { path: this.words.path })).others;
  }

  /** Begin a second draft with this content; return its address. */
  async copy(content) {
    const fields = new URLSearchParams({ content, csrf_token: this.csrf });
    return (await this.ask("POST", this.words.copyUrl, fields)).url;
  }

  async ask(method, url, body) {
    const isForm = body instanceof URLSearchParams;
    let response;
    try {
      response = await fetch(url, {
        method,
        body: isForm || !body ? body : JSON.stringify(body),
        headers: {
          Accept: "application/json",
          "X-CSRFToken": this.csrf,
          ...(body && !isForm ? { "Content-Type": "application/json" } : {}),
        },
        credentials: "same-origin",
        redirect: "error",
      });
    } catch {
      throw new Error(OFFLINE);
    }
    const answer = await response.json().catch(() => ({}));
    if (response.status === 409 && answer.by) {
      throw new MovedOn(answer);
    }
    if (!response.ok) {
      throw new Error(response.status === 401 ? LOGGED_OUT : (answer.detail ?? PROBLEM));
    }
    return answer;
  }
}
