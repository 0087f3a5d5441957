// Shows the sentences of `toast` events, one under the other. They go after a while, but not while one reads them.
const WHILE = { go: 6000, stop: 12000 };

export default function toast(region) {
  document.addEventListener("toast", ({ detail }) => { if (region.isConnected) show(region, detail); });
}

function show(region, { text, tone = "go" }) {
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.tone = tone;
  if (tone === "stop") box.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  region.append(box);

  let timer;
  const stay = () => clearTimeout(timer);
  const leave = () => { stay(); timer = setTimeout(() => box.remove(), WHILE[tone] ?? WHILE.go); };
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, stay);
  for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, leave);
  leave();
}
