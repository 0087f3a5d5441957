// `/` searches, `j` and `k` move over rows, `x` selects, Enter opens, `?` shows what the keys do.
export default function hotkeys(document) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open], [data-stops-scans]")) return;
    if (KEYS[event.key]?.()) event.preventDefault();
  });
}

const typing = (target) => target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
const current = () => document.querySelector("[data-row][data-cursor]");

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(current()) + step))];
  all.forEach((row) => row.toggleAttribute("data-cursor", row === next));
  next.querySelector("a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function open() {
  if (document.activeElement !== document.body) return false;
  const link = current()?.querySelector("a");
  link?.click();
  return Boolean(link);
}

function act(selector, name) {
  const element = selector && document.querySelector(selector);
  element?.[name]();
  return Boolean(element);
}

function select() {
  const box = current()?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: select,
  Enter: open,
  "/": () => act("[data-hotkey='/']", "focus"),
  "?": () => act("dialog#keys", "showModal"),
};
