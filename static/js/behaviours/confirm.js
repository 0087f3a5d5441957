// Asks before something that cannot be taken back. A button with data-dialog opens that dialog; a form with
// data-ask (and data-ask-text, data-ask-go) is sent when the question was answered. Without script it is sent.
export default function confirm(element) {
  if (element.dataset.dialog) opensDialog(element, document.getElementById(element.dataset.dialog));
  else asksFirst(element);
}

function opensDialog(button, dialog) {
  button.addEventListener("click", () => dialog.showModal());
  dialog.querySelectorAll("[data-close]").forEach((close) => close.addEventListener("click", () => dialog.close()));
}

function asksFirst(form) {
  let sure = false;
  form.addEventListener("submit", (event) => {
    if (sure) return (sure = false);
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form.dataset, event.submitter?.textContent.trim()).then((yes) => {
      sure = yes;
      if (yes) form.requestSubmit(event.submitter);
    });
  }, true);
}

function ask({ ask: question, askText: text, askGo }, verb) {
  const dialog = document.createElement("dialog");
  const [title, words, actions] = ["h2", "p", "form"].map((name) => dialog.appendChild(document.createElement(name)));
  Object.assign(title, { id: "ask-title", textContent: question });
  Object.assign(words, { textContent: text ?? "", hidden: !text });
  Object.assign(actions, { method: "dialog", className: "dialog-actions" });
  dialog.setAttribute("aria-labelledby", title.id);
  actions.append(button("Leave it", "no", ""), button(askGo ?? verb ?? "Yes", "yes", "stop"));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => { dialog.remove(); answer(dialog.returnValue === "yes"); });
  });
}

function button(textContent, value, tone) {
  const made = Object.assign(document.createElement("button"), { className: "button", textContent, value });
  if (tone) made.dataset.tone = tone;
  return made;
}
