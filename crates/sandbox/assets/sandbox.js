// Keeps the list of payments fresh: fetches the same page and swaps its main part when it
// changed. Without this script the page works by reloading.
const PAUSE_MS = 1000;

async function refresh() {
  const shown = document.querySelector("[data-live]");
  if (!shown || document.hidden) return;
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = fresh.querySelector("[data-live]");
  if (!next || next.innerHTML === shown.innerHTML) return;
  const focused = document.activeElement?.closest("form")?.getAttribute("action");
  document.title = fresh.title;
  shown.replaceWith(document.adoptNode(next));
  if (focused) document.querySelector(`form[action="${CSS.escape(focused)}"] button`)?.focus();
}

async function keepFresh() {
  try {
    await refresh();
  } catch {
    // The sandbox is being started again; the next round finds it.
  }
  setTimeout(keepFresh, PAUSE_MS);
}

keepFresh();
