// A list of lines in a form: each choice of the typeahead adds one from the template.
export default function lines(form) {
  const body = form.querySelector("[data-lines]");
  const template = form.querySelector("template");

  form.addEventListener("chosen", (event) => {
    const { value, label, available } = event.detail;
    const same = body.querySelector(`[data-sku="${CSS.escape(value)}"] input[name=quantity]`);
    if (same) same.value = Number(same.value) + 1;
    else body.append(line(value, label, available));
    const input = event.target.querySelector("[role=combobox]");
    input.value = "";
    input.focus();
  });
  form.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-remove]");
    if (remove) remove.closest("[data-sku]").remove();
  });

  function line(value, label, available) {
    const row = template.content.firstElementChild.cloneNode(true);
    row.dataset.sku = value;
    row.querySelector("[name=sku_id]").value = value;
    row.querySelector("[data-name]").textContent = label;
    row.querySelector("[data-available]").textContent = available ?? "";
    return row;
  }
}
