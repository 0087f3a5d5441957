// Asks for a version often enough that a change is seen within two seconds. The answer is a number, or 304 where
// nothing happened. When it changed, the rows that are shown are fetched and patched where they are: nothing moves
// under a finger, and nothing is patched while one is down. New orders are announced by what the server puts into
// #news. Without data-rows-url the element gets the event `changed` instead.
const PAUSE = 900;
let down = false;

export default function live(element) {
  let version = element.dataset.liveVersion ?? null;
  let late = false;
  const over = new AbortController();
  const hear = (name, act) => document.addEventListener(name, (event) => (element.isConnected ? act(event) : stop()), { signal: over.signal });
  const timer = setInterval(look, PAUSE);

  async function look() {
    if (!element.isConnected) return stop();
    if (document.hidden) return;
    try {
      const answer = await fetch(element.dataset.liveUrl, { headers: version ? { "If-None-Match": version } : {}, cache: "no-store" });
      const now = answer.headers.get("ETag");
      if (answer.status !== 200 || now === version) return;
      version = now;
      refresh();
    } catch {
      // The network is away; the next look may find it again.
    }
  }

  function refresh() {
    late = down;
    if (late) return;
    const { rowsUrl } = element.dataset;
    if (!rowsUrl) return htmx.trigger(element, "changed");
    const ids = Array.from(document.querySelectorAll("[data-row][data-id]"), (row) => `id=${row.dataset.id}`).join("&");
    htmx.ajax("GET", `${rowsUrl}${rowsUrl.includes("?") ? "&" : "?"}${ids}`, { source: element, target: element, swap: "none" });
  }

  function stop() {
    clearInterval(timer);
    over.abort();
  }

  hear("htmx:oobBeforeSwap", patch);
  hear("htmx:oobAfterSwap", () => refocus?.());
  hear("visibilitychange", look);
  hear("pointerdown", () => { down = true; });
  for (const name of ["pointerup", "pointercancel"]) hear(name, () => { down = false; if (late) setTimeout(refresh); });
  look();
}

let refocus = null;

// A row that is the same is left alone; one that changed keeps its cursor, its tick and the focus inside of it.
function patch(event) {
  const old = event.detail.target;
  if (!old.matches("[data-row]")) return;
  const next = event.detail.fragment.querySelector("[data-row]");
  event.detail.shouldSwap = Boolean(next) && next.dataset.stamp !== old.dataset.stamp;
  if (!event.detail.shouldSwap) return;
  next.setAttribute("data-changed", "");
  for (const kept of ["data-cursor", "data-selected"]) next.toggleAttribute(kept, old.hasAttribute(kept));
  const box = next.querySelector("input[name=id]");
  if (box) box.checked = old.querySelector("input[name=id]")?.checked ?? false;
  const FOCUSABLE = "a, button, input, summary";
  const place = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  refocus = place < 0 ? null : () => {
    document.getElementById(old.id)?.querySelectorAll(FOCUSABLE)[place]?.focus({ preventScroll: true });
    refocus = null;
  };
}
