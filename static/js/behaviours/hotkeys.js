// `/` searches, `j` and `k` move over rows, `x` selects, Enter opens, `?` shows what the keys do.
export default function hotkeys(document) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = KEYS[event.key];
    if (act && act() !== false) event.preventDefault();
  });
}

const typing = (target) => target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
const current = () => document.querySelector("[data-row][data-cursor]");

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  all.forEach((row) => row.removeAttribute("data-cursor"));
  next.setAttribute("data-cursor", "");
  next.querySelector("a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector("input[type=checkbox]")?.click() ?? false,
  "/": () => document.querySelector("[data-hotkey='/']")?.focus() ?? document.querySelector("[data-hotkey='/']") !== null,
  "?": () => document.querySelector("dialog[data-keys]")?.showModal() ?? document.querySelector("dialog[data-keys]") !== null,
};
