// SPDX-License-Identifier: Apache-2.0
// A figure: title, how to read it, choices, legend, panels, and a button that saves it as SVG.
import { element } from "./dom.js";
import { savedSvg } from "./saved_svg.js";

const narrowest = 300; // below, a figure scrolls sideways
const all = [];

/** Every figure of the page, in its order. */
export const figures = () => all;

function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const shownLegend = (entries) =>
  element(
    "ul",
    { class: "legend" },
    entries.map((entry) =>
      element(
        "li",
        {},
        element("span", { class: "swatch", style: `background:${entry.colour}` }),
        entry.label,
      ),
    ),
  );

/**
 * `draw(width)` gives {panels: [{heading, svg}], legend: [{label, colour}], empty}; `empty` is a
 * sentence for a figure that has nothing to show. `controls` are made with the function that draws
 * the figure anew.
 */
export function figure({ id, title, reading, draw, controls = () => [] }) {
  const body = element("div", { class: "panels" });
  const legend = element("div");
  let width = 0;
  const redraw = () => {
    if (width === 0) return;
    const drawn = draw(width);
    legend.replaceChildren(...(drawn.legend?.length ? [shownLegend(drawn.legend)] : []));
    body.replaceChildren(
      ...(drawn.empty
        ? [element("p", { class: "empty" }, drawn.empty)]
        : drawn.panels.map(({ heading, svg }) =>
            element("div", { class: "panel" }, heading ? element("h4", {}, heading) : null, svg),
          )),
    );
    save.hidden = Boolean(drawn.empty);
  };
  const made = {
    id,
    title,
    svg: (size = 760) => {
      const drawn = draw(size);
      return drawn.empty ? null : savedSvg(title, drawn, size);
    },
  };
  const save = element(
    "button",
    {
      type: "button",
      class: "save",
      "aria-label": `Save ${title} as SVG`,
      onclick: () => download(`${id}.svg`, made.svg()),
    },
    "Save SVG",
  );
  const section = element(
    "section",
    { class: "figure", id },
    element("header", {}, element("h3", {}, title), save),
    element("p", { class: "reading" }, reading),
    element("div", { class: "controls" }, controls(redraw)),
    legend,
    body,
  );
  new ResizeObserver(([entry]) => {
    const now = Math.max(narrowest, Math.floor(entry.contentRect.width));
    if (now === width) return;
    width = now;
    requestAnimationFrame(redraw);
  }).observe(section);
  all.push(made);
  return section;
}
