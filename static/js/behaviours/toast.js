// Shows the sentences of `toast` events, one under the other, for a few seconds.
export default function toast(region) {
  document.addEventListener("toast", (event) => show(region, event.detail));
}

function show(region, { text, tone = "go" }) {
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.tone = tone;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  region.append(box);
  setTimeout(() => box.remove(), tone === "stop" ? 12000 : 6000);
}
