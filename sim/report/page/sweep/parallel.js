// SPDX-License-Identifier: Apache-2.0
// Parallel coordinates: every point a line over all axes and metrics. Lines of a colour are one
// element, so that ten thousand are drawn at once.
import { shortened, textWidth } from "../chart.js";
import { choice } from "../dom.js";
import { figure } from "../figure.js";
import { significant } from "../numbers.js";
import { valueText } from "./points.js";

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

// A vertical scale: 0 is its lowest end, 1 its highest; and what is written beside it.
function scaleOfAxis(axis) {
  const last = Math.max(1, axis.values.length - 1);
  const every = Math.ceil(axis.values.length / 12);
  return {
    name: axis.name,
    at: (point) => axis.rank(point) / last,
    ticks: axis.values
      .map((value, i) => [i / last, shortened(valueText(value), 14)])
      .filter((_, i) => i % every === 0),
  };
}

function scaleOfMetric(metric, points) {
  const values = points.map((point) => point.metrics[metric]).filter(Number.isFinite);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const log = least > 0 && most / least > 30;
  const form = (value) => (log ? Math.log(value) : value);
  const span = form(most) - form(least) || 1;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = form(least) + share * span;
    return [share, significant(log ? Math.exp(value) : value)];
  });
  return {
    name: metric + (log ? " (log)" : ""),
    at: (point) => (form(point.metrics[metric]) - form(least)) / span,
    ticks: least === most ? [[0, significant(least)]] : ticks,
  };
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

function drawn(axes, points, metrics, colourBy, onlyBest, width) {
  const known = points.filter((point) =>
    metrics.every((name) => Number.isFinite(point.metrics[name])),
  );
  if (known.length === 0) return { empty: "No point of this sweep has all metrics." };
  const scales = [...axes.map(scaleOfAxis), ...metrics.map((name) => scaleOfMetric(name, known))];
  const wide = Math.max(width, scales.length * 96);
  const edge =
    12 +
    Math.min(
      80,
      Math.max(...[scales[0], scales.at(-1)].map(({ name }) => textWidth(shortened(name, 24)) / 2)),
    );
  const room = scales.length > 1 ? (wide - 2 * edge) / (scales.length - 1) : wide;
  const xs = scales.map((_, i) => edge + i * room);
  const svg = node("svg", {
    width: wide,
    height,
    viewBox: `0 0 ${wide} ${height}`,
    "font-size": 12,
    role: "img",
  });
  const shownPoints = onlyBest ? known.filter(({ best }) => best) : known;
  const ramp = coloured(shownPoints, scaleOfMetric(colourBy, known));
  const opacity = Math.max(0.08, Math.min(0.8, 60 / Math.max(1, shownPoints.length)));
  ramp.forEach((lines, i) =>
    svg.append(
      node("path", {
        d: pathOf(lines, scales, xs),
        fill: "none",
        stroke: `var(--ramp${i + 1})`,
        "stroke-width": 1.3,
        "stroke-opacity": opacity,
        "data-points": lines.length,
      }),
    ),
  );
  const best = known.filter((point) => point.best);
  if (!onlyBest && best.length > 0 && best.length < known.length) {
    svg.append(
      node("path", {
        d: pathOf(best, scales, xs),
        fill: "none",
        stroke: "var(--ink)",
        "stroke-width": 1.8,
        "stroke-opacity": Math.max(0.25, Math.min(0.9, 20 / best.length)),
        "aria-label": "best",
      }),
    );
  }
  scales.forEach((scale, i) => drawAxis(svg, scale, xs[i], room, i === scales.length - 1));
  const range = scaleOfMetric(colourBy, known).ticks;
  return {
    panels: [{ svg }],
    legend: [
      { label: `least ${colourBy} (${range[0][1]})`, colour: "var(--ramp1)" },
      { label: `most (${range.at(-1)[1]})`, colour: `var(--ramp${bins})` },
      ...(best.length > 0 && best.length < known.length && !onlyBest
        ? [{ label: "best in the objectives", colour: "var(--ink)" }]
        : []),
    ],
  };
}

export function parallelFigure({ metrics, objectives, points }, axes, good) {
  let colourBy = objectives[0]?.metric ?? metrics[0];
  let which = "all";
  return figure({
    id: "parallel",
    title: "All points over all axes",
    reading:
      "Each line is a point: it crosses every axis and every metric at its value. Lines that " +
      "stay together " +
      "between two scales show what goes with what. The colour is one metric, from its least " +
      "to its largest value.",
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
    draw: (width) => drawn(axes, good, metrics, colourBy, which === "best", width),
  });
}
