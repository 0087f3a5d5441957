// Asks for the version every two seconds and fetches the rows that are shown when it changed. Rows are
// patched where they are; they never move under the finger. New orders are announced by a button.
const PAUSE = 2000;

export default function live(element) {
  let version = element.dataset.liveVersion ?? null;
  const timer = setInterval(look, PAUSE);

  async function look() {
    if (!element.isConnected) return clearInterval(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(element.dataset.liveUrl, { headers: version ? { "If-None-Match": version } : {}, cache: "no-store" });
      if (answer.status !== 200) return;
      const now = answer.headers.get("ETag");
      const first = version === null;
      if (now === version) return;
      version = now;
      if (!first) refresh();
    } catch {
      // The network is away; the next look may find it again.
    }
  }

  function refresh() {
    const rows = document.querySelectorAll("[data-row][data-id]");
    const ids = Array.from(rows, (row) => `id=${row.dataset.id}`).join("&");
    const address = `${element.dataset.rowsUrl}${element.dataset.rowsUrl.includes("?") ? "&" : "?"}${ids}`;
    htmx.ajax("GET", address, { source: element, target: element, swap: "none" });
  }

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const old = event.detail.target;
    if (!old.matches("[data-row]")) return;
    const next = event.detail.fragment.querySelector("[data-row]");
    if (!next || next.dataset.stamp === old.dataset.stamp) {
      event.detail.shouldSwap = false;
      return;
    }
    next.setAttribute("data-changed", "");
    if (old.hasAttribute("data-cursor")) next.setAttribute("data-cursor", "");
    const box = old.querySelector("input[name=id]");
    if (box?.checked) next.querySelector("input[name=id]").checked = true;
  });
}
