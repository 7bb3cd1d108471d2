import { defineConfig } from "vite";

export default defineConfig({
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
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: {
        concord: "styles/concord.scss",
        form: "src/form.js",
        viewer: "src/viewer.js",
      },
    },
  },
});
