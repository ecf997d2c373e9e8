// SPDX-License-Identifier: Apache-2.0
// What all charts have in common.
import * as Plot from "@observablehq/plot";

const canvas = document.createElement("canvas").getContext("2d");

/** Width of a text on the page, in pixels. */
export function textWidth(text) {
  canvas.font = "12px system-ui, sans-serif";
  return canvas.measureText(text).width;
}

/** A long name with its middle left out. */
export function shortened(name, limit = 34) {
  if (name.length <= limit) return name;
  const half = Math.floor((limit - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(name.length - half)}`;
}

/** Room for these names left of a chart. */
export const roomFor = (names) =>
  Math.ceil(16 + Math.max(24, ...names.map((name) => textWidth(shortened(name)))));

/** A chart in the colours and the type of the page. */
export function chart(options) {
  const svg = Plot.plot({
    marginRight: 20,
    ...options,
    style: {
      background: "transparent",
      fontFamily: "inherit",
      fontSize: "12px",
      overflow: "visible",
      "--plot-background": "var(--panel)",
    },
  });
  svg.setAttribute("role", "img");
  return svg;
}

/** Colours of things that have no order, in the order of their use. */
export const colourOf = (index) => `var(--c${1 + (index % 8)})`;

/** Keys of things that may be called the same: "fc", "fc (2)". */
export function uniqueNames(names) {
  const seen = new Map();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** From the least to the largest, with room, for a logarithmic axis; positive values only. */
export function logDomain(values, room = 1.25) {
  const positive = values.filter((value) => value > 0);
  return [Math.min(...positive) / room, Math.max(...positive) * room];
}
