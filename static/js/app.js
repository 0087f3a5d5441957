// Attaches behaviours/<name>.js to every [data-behaviour~="name"], now and after each swap: at once where the
// module is there already, so that no key is lost between an answer and what listens to it.
const loading = new Map();
const loaded = new Map();
const attached = new WeakMap();

function load(name) {
  if (!loading.has(name)) loading.set(name, import(`./behaviours/${name}.js`).then((module) => loaded.set(name, module.default)));
  return loading.get(name);
}

function attach(element) {
  const done = attached.get(element) ?? new Set();
  attached.set(element, done);
  for (const name of element.dataset.behaviour.split(/\s+/).filter(Boolean)) {
    if (done.has(name)) continue;
    done.add(name);
    if (loaded.has(name)) loaded.get(name)(element);
    else load(name).then(() => { if (element.isConnected) loaded.get(name)(element); });
  }
}

function attachAll(root) {
  if (root.matches?.("[data-behaviour]")) attach(root);
  root.querySelectorAll?.("[data-behaviour]").forEach(attach);
}

for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap", "htmx:load"]) {
  document.addEventListener(name, ({ target }) => attachAll(target));
}
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

// A whole page that comes by a swap comes as it is painted: the floor dark and for thumbs, the desk as somebody chose.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target !== document.body || !detail.shouldSwap) return;
  const { body, documentElement: { dataset } } = new DOMParser().parseFromString(detail.serverResponse, "text/html");
  document.body.className = body.className;
  document.documentElement.toggleAttribute("data-theme", "theme" in dataset);
  if ("theme" in dataset) document.documentElement.dataset.theme = dataset.theme;
});
attachAll(document);

// What every page has, without asking for it.
for (const name of ["hotkeys", "closing", "network"]) load(name).then(() => loaded.get(name)(document));
Promise.all(loading.values()).then(() => document.documentElement.toggleAttribute("data-ready", true));
