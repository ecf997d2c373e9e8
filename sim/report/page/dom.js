// SPDX-License-Identifier: Apache-2.0
// Elements of the page. Text is always text: nothing of a document is read as HTML.

/** An element with attributes (`onX` are listeners) and children: elements, text or nothing. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== undefined && child !== null) made.append(child);
  }
  return made;
}

/** A labelled choice between [value, text] pairs; `changed` is told the value. */
export function choice(label, options, chosen, changed) {
  const select = element(
    "select",
    { onchange: () => changed(select.value) },
    options.map(([value, text]) => element("option", { value, selected: value === chosen }, text)),
  );
  return element("label", { class: "choice" }, element("span", {}, label), select);
}
