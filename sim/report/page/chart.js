// SPDX-License-Identifier: Apache-2.0
// What all charts have in common.
import * as Plot from "@observablehq/plot";
import { extent } from "./numbers.js";

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

/** Names down the left side of a chart of this width, and the room that they take. */
export function nameAxis(names, width, { text = (name) => name, padding = 0.2 } = {}) {
  const limit = Math.max(9, Math.min(34, Math.floor(width / 16)));
  const shown = (name) => shortened(text(name), limit);
  return {
    marginLeft: Math.ceil(16 + Math.max(24, ...names.map((name) => textWidth(shown(name))))),
    y: { domain: names, label: null, tickSize: 0, padding, tickFormat: shown },
  };
}

/** Height of a chart with a row for each of so many names. */
export const heightOf = (rows) => 50 + rows * (rows > 24 ? 14 : 20);

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
  const [least, most] = extent(positive);
  return [least / room, most * room];
}

// Marks within a power of ten, from the densest choice to the sparsest.
const within = [[1, 2, 3, 5], [1, 2, 5], [1, 3], [1]];

function logSteps([least, most], marks, every) {
  const first = Math.floor(Math.log10(least) / every) * every;
  const ticks = [];
  for (let power = first; 10 ** power <= most; power += every) {
    ticks.push(...marks.map((mark) => mark * 10 ** power));
  }
  return ticks.filter((tick) => tick >= least * 0.999999 && tick <= most * 1.000001);
}

/** Ticks of a logarithmic axis of so many pixels that texts of `room` pixels do not touch. */
export function logTicks(domain, pixels, room) {
  const each = pixels / Math.log(domain[1] / domain[0]); // pixels of a factor of e
  const apart = (ticks) =>
    ticks.every((tick, i) => i === 0 || each * Math.log(tick / ticks[i - 1]) >= room);
  for (const marks of within) {
    const ticks = logSteps(domain, marks, 1);
    if (apart(ticks)) return ticks;
  }
  for (let every = 2; ; every += 1) {
    const ticks = logSteps(domain, [1], every);
    if (apart(ticks)) return ticks;
  }
}
