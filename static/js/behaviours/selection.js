// Counts what is selected and shows the bulk bar only then. Shift selects all between two boxes.
export default function selection(form) {
  const boxes = () => [...form.querySelectorAll("input[name=id]")];
  const all = form.querySelector("[data-select-all]");
  const bar = form.querySelector("[data-bulk]");
  const count = form.querySelector("[data-selected-count]");
  const over = new AbortController();
  let last = null;

  function show() {
    if (!form.isConnected) return over.abort();
    const chosen = boxes().filter((box) => box.checked);
    if (bar) bar.hidden = chosen.length === 0;
    if (count) count.textContent = `${chosen.length} selected`;
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes().length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    boxes().forEach((box) => box.closest("[data-row]")?.toggleAttribute("data-selected", box.checked));
  }

  form.addEventListener("click", (event) => {
    if (event.target.name !== "id") return;
    const list = boxes();
    const [from, to] = [list.indexOf(last), list.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) list.slice(from, to).forEach((box) => { box.checked = event.target.checked; });
    last = event.target;
    show();
  });
  form.addEventListener("change", (event) => {
    if (event.target === all) boxes().forEach((box) => { box.checked = all.checked; });
    show();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !boxes().some((box) => box.checked)) return;
    boxes().forEach((box) => { box.checked = false; });
    show();
  });
  for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) document.addEventListener(name, show, { signal: over.signal });
  addEventListener("pageshow", show, { signal: over.signal });
  show();
}
