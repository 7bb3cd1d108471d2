// Says how far a run of scenarios is, and shows its page anew when it has ended.

const PAUSE_MS = 2000;

document.querySelectorAll("[data-progress-url]").forEach((line) => {
  const look = async () => {
    const response = await fetch(line.dataset.progressUrl, { credentials: "same-origin" }).catch(() => null);
    const answer = response?.ok ? await response.json().catch(() => null) : null;
    if (answer && !answer.is_under_way) {
      window.location.reload();
      return;
    }
    if (answer && line.textContent !== answer.words) {
      line.textContent = answer.words;
    }
    setTimeout(look, PAUSE_MS);
  };
  setTimeout(look, PAUSE_MS);
});
