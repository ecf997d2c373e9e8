// SPDX-License-Identifier: Apache-2.0
// Parallel coordinates under the pointer: the nearest line, with its value at every scale.
import { shortened } from "../chart.js";

const nearEnough = 14; // pixels

// Between which scales x lies, and how far from the left one to the right one.
function between(xs, x) {
  let left = 0;
  while (left + 2 < xs.length && x > xs[left + 1]) left += 1;
  const right = Math.min(left + 1, xs.length - 1);
  const span = xs[right] - xs[left];
  return [left, right, span > 0 ? Math.max(0, Math.min(1, (x - xs[left]) / span)) : 0];
}

function nearest(heights, xs, x, y) {
  const [left, right, share] = between(xs, x);
  let best = -1,
    least = nearEnough;
  heights.forEach((line, i) => {
    const away = Math.abs(line[left] + share * (line[right] - line[left]) - y);
    if (away < least) [best, least] = [i, away];
  });
  return best;
}

/**
 * Adds it to a drawing. `heights[i][k]` is where point i crosses scale k, which stands at `xs[k]`;
 * `valueOf(point, k)` what is written there.
 */
export function showCrossing(svg, points, { heights, xs, valueOf, node }) {
  const layer = node("g", { class: "screen", "pointer-events": "none" });
  svg.append(layer);
  const show = (i) => {
    if (i < 0) return layer.replaceChildren();
    const line = heights[i].map((y, k) => `${k ? "L" : "M"}${xs[k]},${y}`).join("");
    const halo = {
      fill: "currentColor",
      stroke: "var(--panel)",
      "stroke-width": 5,
      "paint-order": "stroke",
      "font-weight": 700,
    };
    layer.replaceChildren(
      node("path", { d: line, fill: "none", stroke: "var(--panel)", "stroke-width": 6 }),
      node("path", { d: line, fill: "none", stroke: "var(--accent)", "stroke-width": 2.5 }),
      ...heights[i].map((y, k) => {
        const last = k === xs.length - 1;
        return node(
          "text",
          { ...halo, x: xs[k] + (last ? -7 : 7), y: y - 6, "text-anchor": last ? "end" : "start" },
          shortened(valueOf(points[i], k), 14),
        );
      }),
      node(
        "text",
        { ...halo, x: xs[0], y: svg.getAttribute("height") - 2 },
        `point ${points[i].point}`,
      ),
    );
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    show(nearest(heights, xs, event.clientX - box.left, event.clientY - box.top));
  });
  svg.addEventListener("pointerleave", () => show(-1));
}
