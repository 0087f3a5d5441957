// Big digits for a PIN, so that the tablet's own keyboard stays away. Without script the field is enough.
export default function pinPad(pad) {
  const field = document.getElementById(pad.dataset.for);
  field.inputMode = "none";
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    field.value = button.name === "clear" ? "" : (field.value + button.value).slice(0, field.maxLength);
    field.focus();
  });
}
