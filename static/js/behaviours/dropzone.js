// Files may be dropped anywhere on the zone; chosen files are sent at once. data-waits leaves the sending to a button.
// data-most is how many bytes a file may have: a larger one is not even sent.
export default function dropzone(zone) {
  const input = zone.querySelector("input[type=file]");
  const said = zone.querySelector("[data-said]");
  const over = (yes) => zone.toggleAttribute("data-over", yes);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes % 1e6 ? 1 : 0);

  function say(sentence) {
    if (!said) return;
    said.textContent = sentence;
    said.hidden = !sentence;
  }

  function refuses() {
    const most = Number(zone.dataset.most || Infinity);
    const huge = [...input.files].find((file) => file.size > most);
    if (!huge) return false;
    say(`${huge.name} has ${megabytes(huge.size)} MB; ${megabytes(most)} MB is the most. Split it, or export a shorter range of dates.`);
    input.value = "";
    return true;
  }

  function send() {
    say("");
    if (!input.files.length || refuses() || "waits" in zone.dataset) return;
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
