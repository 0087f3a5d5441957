// Files may be dropped anywhere on the zone; a chosen file is sent at once. data-waits leaves the sending to a button.
export default function dropzone(zone) {
  const input = zone.querySelector("input[type=file]");
  const over = (yes) => zone.toggleAttribute("data-over", yes);

  function send() {
    if (!input.files.length || "waits" in zone.dataset) return;
    zone.setAttribute("data-sending", "");
    input.form.requestSubmit();
  }

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      over(true);
    });
  }
  zone.addEventListener("dragleave", (event) => { if (!zone.contains(event.relatedTarget)) over(false); });
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    over(false);
    input.files = event.dataTransfer.files;
    send();
  });
  input.addEventListener("change", send);
  addEventListener("pageshow", () => zone.removeAttribute("data-sending"));
}
