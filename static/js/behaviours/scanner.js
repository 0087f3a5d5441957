// A focused input and Enter is a scanner. data-target is what the answer replaces, data-prefix what the scanner
// puts before each code. What is typed while the answer replaces the form goes on in the new form. While something
// [data-stops-scans] is on the screen, nothing is taken and nothing sent.
import { scanLine } from "../scans.js";

const KEPT = new Set([0, 400, 401, 408, 429, 502, 503, 504, 507]);
const stopped = () => document.querySelector("[data-stops-scans]") !== null;

export default function scanner(form) {
  const input = form.querySelector("[data-scan]");
  const line = scanLine(new URL(form.action).pathname);
  const over = new AbortController();
  const hear = (name, act) => document.addEventListener(name, (event) => (form.isConnected ? act(event) : over.abort()), { signal: over.signal });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const code = input.value.trim();
    input.value = "";
    if (!code) return;
    if (stopped()) document.dispatchEvent(new CustomEvent("scan:wrong"));
    else line.add(plain(code));
  }, true);

  function plain(code) {
    const prefix = form.dataset.prefix ?? "";
    return prefix && code.startsWith(prefix) ? code.slice(prefix.length) : code;
  }

  async function send(scan) {
    let status = 0;
    const answer = (event) => { status = event.detail.xhr.status; };
    form.addEventListener("htmx:afterRequest", answer);
    const values = { [input.name]: scan.code, operation_id: scan.id };
    await htmx.ajax("POST", form.action, { source: form, target: form.dataset.target, swap: "outerHTML", values }).catch(() => {});
    form.removeEventListener("htmx:afterRequest", answer);
    return !KEPT.has(status);
  }

  hear("scans:waiting", ({ detail: count }) => {
    const counter = document.querySelector("[data-scans-waiting]");
    if (!counter) return;
    const away = count > 1 || (count === 1 && !navigator.onLine) || line.pause > 1000;
    counter.hidden = !count || !away;
    counter.textContent = count === 1 ? "1 scan waiting" : `${count} scans waiting`;
  });
  hear("scans:go-on", () => { input.value = ""; line.move(); });
  hear("click", () => setTimeout(focus));
  hear("keydown", (event) => {
    const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (typed && !stopped() && !event.target.matches("input, select, textarea")) input.focus({ preventScroll: true });
  });

  function focus() {
    const other = document.activeElement;
    if (stopped() || document.querySelector("dialog[open]")) return;
    if (!other || other === document.body || !other.matches("input, select, textarea, button, a, summary")) input.focus({ preventScroll: true });
  }

  if (matchMedia("(pointer: coarse)").matches) input.inputMode = "none";
  form.querySelector("[data-keyboard]")?.addEventListener("click", () => {
    input.inputMode = input.inputMode === "none" ? "text" : "none";
    input.blur();
    input.focus();
  });
  if (line.input && !line.input.isConnected && !stopped()) input.value = line.input.value;
  line.input = input;
  focus();
  line.serve(send, () => stopped() || !form.isConnected);
}
