// A focused input and Enter is a scanner. Scans are sent one after another, each with its own operation id;
// what cannot be sent waits, also over a reload, and is sent again with the same id.
import { freshId } from "./ids.js";

export default function scanner(form) {
  const input = form.querySelector("[data-scan]");
  const key = `scans:${form.action}`;
  const queue = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  let sending = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const code = input.value.trim();
    input.value = "";
    if (!code) return;
    queue.push({ code, id: freshId() });
    keep();
    send();
  }, true);

  async function send() {
    if (sending || !queue.length) return;
    sending = true;
    const [scan] = queue;
    let sent = false;
    const hear = (event) => { sent = event.detail.xhr.status > 0; };
    form.addEventListener("htmx:afterRequest", hear, { once: true });
    try {
      const values = { [input.name]: scan.code, operation_id: scan.id };
      await htmx.ajax("POST", form.action, { source: form, target: form.dataset.target, swap: "outerHTML", values });
    } catch {
      sent = false;
    }
    sending = false;
    if (sent) queue.shift();
    keep();
    if (sent && form.isConnected) send();
    else if (queue.length) setTimeout(() => (form.isConnected ? send() : null), 2000);
  }

  function keep() {
    sessionStorage.setItem(key, JSON.stringify(queue));
    const counter = document.querySelector("[data-scans-waiting]");
    if (!counter) return;
    counter.hidden = queue.length === 0;
    counter.textContent = queue.length === 1 ? "1 scan waiting" : `${queue.length} scans waiting`;
  }

  const focus = () => {
    const other = document.activeElement;
    if (!other || other === document.body || !other.matches("input, select, textarea, button, a, summary")) input.focus({ preventScroll: true });
  };
  document.addEventListener("click", () => setTimeout(focus));
  input.focus({ preventScroll: true });
  keep();
  send();
}
