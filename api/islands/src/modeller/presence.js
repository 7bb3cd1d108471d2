// Says who else is in this draft.

const EVERY_MS = 20_000;

/** Ask now and every 20 seconds, while the page is looked at. */
export function startPresence(file, place) {
  const ask = async () => {
    if (document.visibilityState === "hidden") {
      return;
    }
    try {
      tell(place, await file.others());
    } catch {
      // Saving says that there is no connection; twice would be too much.
    }
  };
  ask();
  setInterval(ask, EVERY_MS);
}

function tell(place, others) {
  const names = others.map(({ name, path }) => (path ? `${name} (${path})` : name));
  const text = names.length ? `Also working on this: ${names.join(", ")}` : "";
  if (place.textContent !== text) {
    place.textContent = text;
  }
}
