// The weight that is reckoned follows the box that is chosen, until somebody writes what the scale says.
export default function weight(form) {
  const { weight_g: grams } = form.elements;
  let written = false;
  grams.addEventListener("input", () => { written = true; });
  form.addEventListener("change", ({ target }) => {
    if (target.dataset.tare && !written) grams.value = Number(form.dataset.contents) + Number(target.dataset.tare);
  });
}
