// A combobox over a listbox that the server renders: arrows move, Enter chooses, Escape closes. A scanner types
// faster than the server answers: its Enter waits for the list and takes the first.
export default function typeahead(box) {
  const input = box.querySelector("[role=combobox]");
  const list = box.querySelector("[role=listbox]");
  const hidden = box.querySelector("input[type=hidden]");
  let at = -1;
  let listed = "";
  let wanted = false;

  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const all = options();
    at = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, number) => {
      option.id ||= `${list.id}-${number}`;
      option.setAttribute("aria-selected", String(number === at));
    });
    if (at < 0) return;
    open(true);
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    wanted = false;
    input.value = option.dataset.label;
    listed = input.value;
    if (hidden) hidden.value = option.dataset.value;
    open(false);
    box.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { ...option.dataset } }));
  }

  function enter() {
    if (input.value !== listed) wanted = input.value.trim() !== "";
    else if (!list.hidden && at >= 0) choose(options()[at]);
  }

  const KEYS = { ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Escape: () => open(false), Enter: enter };

  input.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.isComposing) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  input.addEventListener("input", () => { if (hidden) hidden.value = ""; wanted = false; });
  list.addEventListener("htmx:afterSwap", () => {
    listed = input.value;
    open(list.childElementCount > 0);
    mark(0);
    if (wanted && options().length) choose(options()[0]);
    wanted = false;
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]:not([aria-disabled])");
    if (option) choose(option);
  });
  input.addEventListener("blur", () => open(false));
}
