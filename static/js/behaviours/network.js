// Says when the network is away, and takes it back with the first answer that comes.
const AWAY = "No connection. Nothing is lost; what you scan is sent as soon as it is back.";

export default function network(document) {
  let bar = null;

  function away() {
    if (bar) return;
    bar = document.createElement("p");
    bar.className = "network";
    bar.setAttribute("role", "status");
    document.body.prepend(bar);
    bar.textContent = AWAY;
  }

  function back() {
    bar?.remove();
    bar = null;
  }

  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:timeout", away);
  document.addEventListener("htmx:afterOnLoad", back);
  addEventListener("offline", away);
  addEventListener("online", back);
  if (!navigator.onLine) away();
}
