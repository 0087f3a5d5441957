// Files may be dropped anywhere on the zone; a chosen file is sent at once.
export default function dropzone(zone) {
  const input = zone.querySelector("input[type=file]");
  const over = (yes) => zone.toggleAttribute("data-over", yes);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.form.requestSubmit();
  });
  input.addEventListener("change", () => { if (input.files.length) input.form.requestSubmit(); });
}
