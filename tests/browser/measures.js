// What can be measured about a page in the browser: each function returns its faults, in words.
({
  structure() {
    const faults = [];
    const all = (query, root = document) => [...root.querySelectorAll(query)];
    const describes = (error) =>
      all("[aria-describedby]").some((field) =>
        field.getAttribute("aria-describedby").split(/\s+/).includes(error.id),
      );
    const hasLegend = (field) =>
      Boolean(field.closest("fieldset")?.querySelector("legend")?.textContent.trim());
    // Where bpmn.io's editors draw; beside each, a table does the same.
    const isOurs = (one) => !one.closest(".concord-form-editor__canvas");
    const errors = all(".govuk-error-message").filter(isOurs);
    if (!/ – Concord$/.test(document.title)) {
      faults.push(`title “${document.title}”`);
    }
    if (errors.length && !/^Error: /.test(document.title)) {
      faults.push("no “Error: ” in the title");
    }
    for (const query of ["h1", "main", "body > header", "body > footer"]) {
      if (all(query).length !== 1) {
        faults.push(`${all(query).length} of ${query}`);
      }
    }
    all("main :is(h1, h2, h3, h4, h5)").reduce((above, heading) => {
      const level = Number(heading.tagName[1]);
      if (level > above + 1) {
        faults.push(`${heading.tagName} after H${above}: ${heading.textContent.trim()}`);
      }
      return level;
    }, 1);
    const boxes = all("input:is([type=radio], [type=checkbox])").filter(isOurs);
    const groups = Map.groupBy(boxes, (one) => one.name);
    for (const [name, inputs] of groups) {
      // In a table each box stands for its row, and is labelled with it.
      if (inputs.length > 1 && !inputs[0].closest("table") && !hasLegend(inputs[0])) {
        faults.push(`no legend: ${name}`);
      }
    }
    faults.push(...all(".govuk-date-input").filter((f) => !hasLegend(f)).map((f) => `no legend: ${f.id}`));
    faults.push(...errors.filter((e) => !describes(e)).map((e) => `no field: ${e.textContent.trim()}`));
    const summary = document.querySelector(".govuk-error-summary");
    for (const link of summary ? all("a[href^='#']", summary) : []) {
      if (!document.getElementById(link.hash.slice(1))) {
        faults.push(`the summary’s ${link.hash} leads nowhere`);
      }
    }
    if (summary && document.activeElement !== summary) {
      faults.push("the error summary has no focus");
    }
    for (const state of all(".concord-status, .concord-due")) {
      if (!state.textContent.trim()) {
        faults.push("a state is not said in words");
      }
    }
    return faults;
  },

  // Goes through everything that takes the focus, as Tab does, or as Shift and Tab do.
  focus(isBackwards) {
    const faults = [];
    const named = (one) => `${one.tagName} “${(one.innerText || one.name || one.id).slice(0, 40)}”`;
    const drawn = (one, part) => {
      const style = getComputedStyle(one, part);
      const outline = style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor;
      return [outline, style.boxShadow, style.backgroundColor, style.borderColor].join();
    };
    const look = (one) => {
      // GOV.UK draws the focus of a radio on its label, and of a summary on the text inside.
      const label = one.matches(".govuk-radios__input, .govuk-checkboxes__input");
      return drawn(one) + (label ? drawn(one.nextElementSibling, "::before") : "");
    };
    const candidates =
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const order = [...document.querySelectorAll(candidates)].filter(
      (one) =>
        one.checkVisibility({ visibilityProperty: true }) &&
        !one.disabled &&
        !one.closest(".concord-form-editor__canvas"),
    );
    for (const one of isBackwards ? order.reverse() : order) {
      document.activeElement?.blur();
      const before = look(one);
      one.focus();
      if (document.activeElement !== one) {
        continue;
      }
      if (look(one) === before) {
        faults.push(`the focus cannot be seen: ${named(one)}`);
      }
      const bar = document.querySelector(".concord-danger-bar");
      const box = one.getBoundingClientRect();
      const over = bar?.getBoundingClientRect();
      if (bar && !bar.contains(one) && over.top <= box.top && over.bottom >= box.bottom) {
        faults.push(`under the danger bar: ${named(one)}`);
      }
    }
    document.activeElement?.blur();
    return faults;
  },

  motion() {
    const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
    return [...document.querySelectorAll("*")]
      .filter((one) => !one.closest(".concord-form-editor__canvas"))
      .filter((one) => {
        const style = getComputedStyle(one);
        return (
          lasts(style.transitionDuration) ||
          (style.animationName !== "none" && lasts(style.animationDuration)) ||
          style.scrollBehavior === "smooth"
        );
      })
      .map((one) => `moves: ${one.tagName}.${one.getAttribute("class")}`);
  },

  sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) {
      return [];
    }
    const wide = [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
      .filter((one) => !one.closest(".concord-diagram"))
      .map((one) => `too wide: ${one.tagName}.${one.getAttribute("class")}`);
    return [`${scrollWidth} px in a window of ${clientWidth}`, ...wide.slice(0, 4)];
  },

  clipped() {
    return [...document.querySelectorAll("main *")]
      .filter((one) => {
        const style = getComputedStyle(one);
        const hides = ["hidden", "clip"].includes(style.overflowX);
        return hides && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1;
      })
      .filter((one) => !one.closest("svg, .concord-diagram, .concord-form-editor__canvas"))
      .map((one) => `cut off: ${one.tagName}.${one.getAttribute("class")}`);
  },
})
