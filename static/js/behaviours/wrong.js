// The red screen of a wrong scan: it takes the focus, a scan cannot close it, one tap on its button does.
export default function wrong(screen) {
  screen.focus();
  screen.querySelector("[data-go-on]").addEventListener("click", (event) => {
    event.preventDefault();
    screen.remove();
    document.querySelector("[data-scan]")?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("scans:go-on"));
  });
}
