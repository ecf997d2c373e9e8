// SPDX-License-Identifier: Apache-2.0
// Parallel coordinates: every point a line over all axes and metrics. Lines of a colour are one
// element, so that ten thousand are drawn at once.
import { shortened, textWidth } from "../chart.js";
import { choice } from "../dom.js";
import { figure } from "../figure.js";
import { significant } from "../numbers.js";
import { showCrossing } from "./crossing.js";
import { valueText } from "./points.js";
import { scaleOfAxis, scaleOfMetric } from "./scales.js";

const ns = "http://www.w3.org/2000/svg";
const bins = 6;
const height = 380,
  top = 46,
  bottom = 18;

function node(tag, attributes, text) {
  const made = document.createElementNS(ns, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const yOf = (share) => top + (1 - share) * (height - top - bottom);

function pathOf(points, scales, xs) {
  let d = "";
  for (const point of points) {
    d += scales
      .map((scale, i) => `${i ? "L" : "M"}${xs[i].toFixed(1)},${yOf(scale.at(point)).toFixed(1)}`)
      .join("");
  }
  return d;
}

// What stands at a vertical scale: a name, values, and a light edge behind them.
function drawAxis(svg, scale, x, room, last) {
  svg.append(
    node("line", { x1: x, x2: x, y1: yOf(1), y2: yOf(0), stroke: "var(--muted)" }),
    node(
      "text",
      { x, y: 20, "text-anchor": "middle", "font-weight": 600, fill: "currentColor" },
      shortened(scale.name, Math.max(8, Math.floor(room / 7))),
    ),
  );
  for (const [share, text] of scale.ticks) {
    svg.append(
      node("line", {
        x1: x - 3,
        x2: x + 3,
        y1: yOf(share),
        y2: yOf(share),
        stroke: "var(--muted)",
      }),
      node(
        "text",
        {
          x: last ? x - 7 : x + 7,
          y: yOf(share) + 4,
          fill: "currentColor",
          stroke: "var(--panel)",
          "stroke-width": 4,
          "paint-order": "stroke",
          "stroke-opacity": 0.85,
          "text-anchor": last ? "end" : "start",
        },
        text,
      ),
    );
  }
}

// By the place of the colouring metric, from its least to its largest.
function coloured(points, scale) {
  const lines = Array.from({ length: bins }, () => []);
  for (const point of points) {
    const share = scale.at(point);
    if (Number.isFinite(share)) lines[Math.min(bins - 1, Math.floor(share * bins))].push(point);
  }
  return lines;
}

// Where the scales stand, with room for the names of the outermost.
function places(scales, wide) {
  const names = [scales[0], scales.at(-1)].map(({ name }) => textWidth(shortened(name, 24)) / 2);
  const edge = 12 + Math.min(80, Math.max(...names));
  const room = scales.length > 1 ? (wide - 2 * edge) / (scales.length - 1) : wide;
  return { room, xs: scales.map((_, i) => edge + i * room) };
}

function addLines(svg, points, scale, path) {
  const opacity = Math.max(0.08, Math.min(0.8, 60 / Math.max(1, points.length)));
  coloured(points, scale).forEach((lines, i) =>
    svg.append(
      node("path", {
        d: path(lines),
        fill: "none",
        stroke: `var(--ramp${i + 1})`,
        "stroke-width": 1.3,
        "stroke-opacity": opacity,
        "data-points": lines.length,
      }),
    ),
  );
}

function addBest(svg, best, path) {
  const opacity = Math.max(0.25, Math.min(0.9, 20 / best.length));
  svg.append(
    node("path", {
      d: path(best),
      fill: "none",
      stroke: "var(--ink)",
      "stroke-width": 1.8,
      "stroke-opacity": opacity,
      "aria-label": "best",
    }),
  );
}

// What is in the legend beside the ends of the colouring scale.
const inkLegend = { label: "best in the objectives", colour: "var(--ink)" };

function legendOf(colourBy, { ticks }, hasInk) {
  return [
    { label: `least ${colourBy} (${ticks[0][1]})`, colour: "var(--ramp1)" },
    { label: `most (${ticks.at(-1)[1]})`, colour: `var(--ramp${bins})` },
    ...(hasInk ? [inkLegend] : []),
  ];
}

function drawn(axes, points, metrics, { colourBy, onlyBest }, width) {
  const known = points.filter((point) =>
    metrics.every((name) => Number.isFinite(point.metrics[name])),
  );
  if (known.length === 0) return { empty: "No point of this sweep has all metrics." };
  const scales = [...axes.map(scaleOfAxis), ...metrics.map((name) => scaleOfMetric(name, known))];
  const wide = Math.max(width, scales.length * 96);
  const { room, xs } = places(scales, wide);
  const size = { width: wide, height, viewBox: `0 0 ${wide} ${height}` };
  const svg = node("svg", { ...size, "font-size": 12, role: "img" });
  const shown = onlyBest ? known.filter(({ best }) => best) : known;
  const path = (lines) => pathOf(lines, scales, xs);
  const colouring = scaleOfMetric(colourBy, known);
  addLines(svg, shown, colouring, path);
  const best = known.filter((point) => point.best);
  const hasInk = !onlyBest && best.length > 0 && best.length < known.length;
  if (hasInk) addBest(svg, best, path);
  scales.forEach((scale, i) => drawAxis(svg, scale, xs[i], room, i === scales.length - 1));
  const heights = shown.map((point) => scales.map((scale) => yOf(scale.at(point))));
  const valueOf = (point, k) =>
    k < axes.length
      ? valueText(axes[k].of(point))
      : significant(point.metrics[metrics[k - axes.length]]);
  showCrossing(svg, shown, { heights, xs, valueOf, node });
  return { panels: [{ svg }], legend: legendOf(colourBy, colouring, hasInk) };
}

export function parallelFigure({ metrics, objectives, points }, axes, good) {
  let colourBy = objectives[0]?.metric ?? metrics[0];
  let which = "all";
  return figure({
    id: "parallel",
    title: "All points over all axes",
    reading:
      "Each line is a point: it crosses every axis and every metric at its value. Lines that " +
      "stay together between two scales show what goes with what. The colour is one metric, " +
      "from its least to its largest value. Point at a line to see its values.",
    controls: (redraw) =>
      [
        choice(
          "Colour",
          metrics.map((name) => [name, name]),
          colourBy,
          (value) => {
            colourBy = value;
            redraw();
          },
        ),
        points.some(({ best }) => best)
          ? choice(
              "Points",
              [
                ["all", "all"],
                ["best", "best only"],
              ],
              which,
              (value) => {
                which = value;
                redraw();
              },
            )
          : null,
      ].filter(Boolean),
    draw: (width) => drawn(axes, good, metrics, { colourBy, onlyBest: which === "best" }, width),
  });
}
