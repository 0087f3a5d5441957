// A filter that is sent by choosing. Its button is for those without script.
export default function autosubmit(form) {
  form.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });
  form.addEventListener("change", () => form.requestSubmit());
}
