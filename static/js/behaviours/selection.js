// Counts what is selected and shows the bulk bar only then.
export default function selection(form) {
  const boxes = () => [...form.querySelectorAll("input[name=id]")];
  const all = form.querySelector("[data-select-all]");
  const bar = form.querySelector("[data-bulk]");
  const count = form.querySelector("[data-selected-count]");

  function show() {
    const chosen = boxes().filter((box) => box.checked);
    bar.hidden = chosen.length === 0;
    count.textContent = `${chosen.length} selected`;
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes().length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    boxes().forEach((box) => box.closest("[data-row]")?.toggleAttribute("data-selected", box.checked));
  }

  form.addEventListener("change", (event) => {
    if (event.target === all) boxes().forEach((box) => (box.checked = all.checked));
    show();
  });
  form.addEventListener("htmx:afterSwap", show);
  document.addEventListener("htmx:oobAfterSwap", show);
  show();
}
