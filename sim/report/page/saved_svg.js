// SPDX-License-Identifier: Apache-2.0
// A figure as one SVG file for a paper: title, legend and panels below each other, in the light
// colours, without what belongs to a screen.
import { textWidth } from "./chart.js";

const ns = "http://www.w3.org/2000/svg";
const ink = "#1b1d21";

function node(tag, attributes, text) {
  const made = document.createElementNS(ns, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// What a colour of the style sheet is on light paper.
function resolver() {
  const probe = document.createElement("span");
  probe.style.colorScheme = "light";
  document.body.append(probe);
  const known = new Map();
  return {
    colour(text) {
      if (!known.has(text)) {
        probe.style.color = text;
        known.set(text, getComputedStyle(probe).color);
      }
      return known.get(text);
    },
    end: () => probe.remove(),
  };
}

function cleaned(svg, colours) {
  const copy = svg.cloneNode(true);
  for (const screen of copy.querySelectorAll("style, [aria-label=tip], .screen")) screen.remove();
  for (const one of copy.querySelectorAll("*")) {
    for (const name of ["fill", "stroke"]) {
      const value = one.getAttribute(name);
      if (value?.includes("var(")) one.setAttribute(name, colours.colour(value));
    }
    one.removeAttribute("class");
  }
  for (const name of ["class", "style", "font-family"]) copy.removeAttribute(name);
  copy.setAttribute("font-size", 12);
  return copy;
}

// Entries side by side, in as many lines as they need; gives the height below the last.
function addLegend(svg, entries, width, top, colours) {
  let x = 0,
    y = top;
  for (const { label, colour } of entries) {
    const needs = 34 + textWidth(label);
    if (x > 0 && x + needs > width) [x, y] = [0, y + 18];
    svg.append(
      node("rect", { x, y: y - 9, width: 10, height: 10, rx: 2, fill: colours.colour(colour) }),
      node("text", { x: x + 15, y }, label),
    );
    x += needs;
  }
  return entries.length ? y + 14 : top - 8;
}

/** The text of the SVG file; `drawn` as `draw` of figure.js gives it. */
export function savedSvg(title, drawn, width) {
  const colours = resolver();
  const svg = node("svg", {
    xmlns: ns,
    width,
    color: ink,
    fill: ink,
    "font-family": "Helvetica, Arial, sans-serif",
    "font-size": 12,
  });
  svg.append(node("text", { x: 0, y: 16, "font-size": 15, "font-weight": 600 }, title));
  let y = addLegend(svg, drawn.legend ?? [], width, 40, colours);
  for (const panel of drawn.panels) {
    if (panel.heading) {
      svg.append(node("text", { x: 0, y: y + 14, "font-weight": 600 }, panel.heading));
      y += 22;
    }
    const inner = cleaned(panel.svg, colours);
    inner.setAttribute("y", y);
    inner.setAttribute("overflow", "visible");
    svg.append(inner);
    y += Number(inner.getAttribute("height")) + 10;
  }
  svg.setAttribute("height", y);
  svg.setAttribute("viewBox", `0 0 ${width} ${y}`);
  colours.end();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}
