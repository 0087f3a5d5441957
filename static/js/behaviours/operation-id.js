// A form is sent once at a time, and what was done gets a new operation id, so that doing it again is a new act.
// A scanner's form keeps its own line of scans, with an id for each.
import { freshId } from "../ids.js";

export default function operationId(input) {
  const { form } = input;
  if (!form || form.matches("[data-behaviour~=scanner]")) return;
  const busy = (yes) => (yes ? form.setAttribute("aria-busy", "true") : form.removeAttribute("aria-busy"));

  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") !== "true") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  form.addEventListener("htmx:beforeSend", ({ detail }) => { if (detail.requestConfig.verb !== "get") busy(true); });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.requestConfig.verb === "get") return;
    busy(false);
    if (detail.successful) input.value = freshId();
  });
}
