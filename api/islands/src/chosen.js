// Under a drop-down: only the part that is about what was chosen. `data-follows` names the drop-down,
// `data-shown-for` the choice that each part is about. Without this script all parts are shown.

/** Let parts of the page follow the choices that they are about. */
export function followChoices(root = document) {
  root.querySelectorAll("[data-follows]").forEach((box) => {
    const choice = document.getElementById(box.dataset.follows);
    if (choice) {
      const show = () => showChosen(box, choice.value);
      choice.addEventListener("change", show);
      show();
    }
  });
}

function showChosen(box, value) {
  const parts = [...box.querySelectorAll("[data-shown-for]")];
  parts.forEach((part) => {
    part.hidden = part.dataset.shownFor !== value;
  });
  box.hidden = parts.length > 0 && parts.every((part) => part.hidden);
}
