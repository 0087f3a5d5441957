// A form that was answered gets a new operation id, so that sending it again is a new act.
import { freshId } from "./ids.js";

export default function operationId(input) {
  input.form?.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) input.value = freshId();
  });
}
