// SPDX-License-Identifier: Apache-2.0
// Ten thousand dots as one element: what has no colour of its own needs none.
import * as Plot from "@observablehq/plot";

class Cloud extends Plot.Mark {
  constructor(data, x, y) {
    super(data, { x: { value: x, scale: "x" }, y: { value: y, scale: "y" } }, {}, {});
  }

  render(index, scales, { x, y }) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    let d = "";
    for (const i of index) d += `M${x[i].toFixed(1)},${y[i].toFixed(1)}h0`;
    for (const [name, value] of Object.entries({
      d,
      fill: "none",
      stroke: "var(--quiet)",
      "stroke-width": 5,
      "stroke-linecap": "round",
      "stroke-opacity": index.length > 1000 ? 0.35 : 0.8,
      "aria-label": "cloud",
    })) {
      path.setAttribute(name, value);
    }
    return path;
  }
}

/** A mark: a dot for each datum, all in one path. */
export const cloud = (data, x, y) => new Cloud(data, x, y);
