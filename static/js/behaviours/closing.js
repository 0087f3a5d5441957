// Menus close by Escape and by a tap elsewhere, and only one is open at a time.
const OPEN = "details.menu[open], details[data-closes][open]";

export default function closing(document) {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(OPEN)) {
      if (!menu.contains(event.target) || overlay(menu, event)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = [...document.querySelectorAll(OPEN)].at(-1);
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("details.menu[open]")) target.querySelector("div :is(input:not([type=hidden]), select, textarea)")?.focus();
  }, true);
}

// The dark around a menu that lies over the page is drawn by the menu's own box: a tap there is outside of it.
function overlay(menu, { target, clientX, clientY }) {
  const box = menu.querySelector(":scope > div");
  if (target !== box) return false;
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
