import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

// form-js needs an older preact than the modeller: its viewer has to use the copy of its editor.
const FORM_EDITOR = fileURLToPath(
  new URL("node_modules/@bpmn-io/form-js-editor/dist/index.es.js", import.meta.url),
);
const onePreactForForms = {
  name: "one-preact-for-forms",
  enforce: "pre",
  resolveId(source, importer) {
    const isOfForms = /^preact(\/|$)/.test(source) && importer?.includes("/form-js-viewer/");
    return isOfForms ? this.resolve(source, FORM_EDITOR, { skipSelf: true }) : null;
  },
};

export default defineConfig({
  plugins: [onePreactForForms],
  base: "/static/dist/",
  // Sass compresses: Vite's own minifier refuses a media query of GOV.UK Frontend (`min-width: 0\\0`).
  css: { preprocessorOptions: { scss: { style: "compressed", quietDeps: true } } },
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // A strict content security policy allows no data: addresses for scripts and styles.
    assetsInlineLimit: 0,
    cssMinify: false,
    modulePreload: { polyfill: false },
    // The modeller and the form editor are one chunk each, for editors alone.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: {
        concord: "styles/concord.scss",
        form: "src/form.js",
        modeller: "src/modeller/index.js",
        formEditor: "src/form-editor/index.js",
        scenarios: "src/scenarios.js",
        viewer: "src/viewer.js",
      },
    },
  },
});
