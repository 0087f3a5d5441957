// Attaches behaviours/<name>.js to every [data-behaviour~="name"], now and after each swap.
const modules = new Map();
const attached = new WeakMap();

function load(name) {
  if (!modules.has(name)) modules.set(name, import(`./behaviours/${name}.js`));
  return modules.get(name);
}

async function attach(element) {
  const done = attached.get(element) ?? new Set();
  attached.set(element, done);
  for (const name of element.dataset.behaviour.split(/\s+/).filter(Boolean)) {
    if (done.has(name)) continue;
    done.add(name);
    const module = await load(name);
    if (element.isConnected) module.default(element);
  }
}

function attachAll(root) {
  if (root.matches?.("[data-behaviour]")) attach(root);
  root.querySelectorAll?.("[data-behaviour]").forEach(attach);
}

document.addEventListener("htmx:load", (event) => attachAll(event.detail.elt));
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});
attachAll(document);

// What every page has, without asking for it.
for (const name of ["hotkeys", "closing", "network"]) load(name).then((module) => module.default(document));
