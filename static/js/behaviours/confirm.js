// A button that opens the dialog beside it.
export default function confirm(button) {
  const dialog = document.getElementById(button.dataset.dialog);
  button.addEventListener("click", () => dialog.showModal());
  dialog.querySelectorAll("[data-close]").forEach((close) => close.addEventListener("click", () => dialog.close()));
}
