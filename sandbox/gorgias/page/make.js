// Builds elements; text stays text, and foreign HTML goes into a frame that runs nothing.
export function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on") || key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Foreign HTML, shown but never run: the sandbox is set before the content. */
export function frame(html) {
  const element = make("iframe", { title: "Body of the message" });
  element.setAttribute("sandbox", "");
  element.setAttribute("srcdoc", html);
  return element;
}

export function table(heads, rows) {
  const head = make("tr", {}, ...heads.map((text) => make("th", {}, text)));
  const lines = rows.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell ?? ""))));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines));
}

export function time(text) {
  return text === null ? "–" : new Date(text).toLocaleString();
}
