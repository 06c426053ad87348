// Loads the page again when there is something new. Without scripts, reload by hand.
const shown = document.body.dataset.revision;

window.setInterval(async () => {
  try {
    const answer = await window.fetch('/revision');
    if (answer.ok && (await answer.text()) !== shown) window.location.reload();
  } catch {
    // The phone is off; it is asked again.
  }
}, 2_000);
