// The form editor of a draft. The page shows preview and rules without it, and a table does the same
// by keyboard alone; the editor itself is a chunk of its own that only this page loads.

import { startPreview } from "./preview.js";

const host = document.querySelector("[data-form-editor]");
const preview = startPreview(document.querySelector("[data-form-preview]"));

if (host) {
  import("./editor.js")
    .then(({ startEditor }) => startEditor(host, preview))
    .catch((problem) => {
      host.hidden = true;
      document.querySelector("[data-form-undrawn]").hidden = false;
      console.warn("The table of questions stays:", problem);
    });
}
