// SPDX-License-Identifier: Apache-2.0
// The roofline: what each layer reaches, under what multipliers and memory allow.
import * as Plot from "@observablehq/plot";
import { chart, logDomain, logTicks, shortened } from "../chart.js";
import { figure } from "../figure.js";
import { significant, tick } from "../numbers.js";

const labelled = 16; // more layers than that are named in their tips only

/** Operations are two for each product of non-zeros; their rate is over the layer's whole time. */
export function rooflinePoint(layer) {
  const operations = 2 * layer.macs_effectual;
  return {
    layer: layer.key,
    peak: layer.peak_gops,
    bandwidth: layer.off_chip_gb_per_s,
    intensity: layer.off_chip_bytes > 0 ? operations / layer.off_chip_bytes : null,
    gops: layer.time_us > 0 ? operations / layer.time_us / 1000 : 0,
  };
}

// One roof for each pair of peak and bandwidth, within the frame.
function roofs(points, [left, right], bottom) {
  const pairs = new Map(points.map((point) => [`${point.peak} ${point.bandwidth}`, point]));
  return [...pairs.values()].map(({ peak, bandwidth }) => {
    if (!bandwidth || peak / bandwidth <= left)
      return {
        peak,
        line: [
          [left, peak],
          [right, peak],
        ],
      };
    const from = Math.max(left, bottom / bandwidth);
    return {
      peak,
      bandwidth,
      line: [
        [from, from * bandwidth],
        [peak / bandwidth, peak],
        [right, peak],
      ],
    };
  });
}

// What the first roof is made of, written beside it.
function roofLabels({ peak, bandwidth, line }, right) {
  const style = { fill: "var(--roof)", stroke: "var(--panel)", strokeWidth: 3 };
  const level = Plot.text([[right, peak]], {
    text: [`${significant(peak)} GOP/s`],
    textAnchor: "end",
    dy: -9,
    ...style,
  });
  if (!bandwidth) return [level];
  const [[x0, y0], [x1, y1]] = line;
  return [
    level,
    Plot.text([[Math.sqrt(x0 * x1), Math.sqrt(y0 * y1)]], {
      text: [`${significant(bandwidth)} GB/s`],
      textAnchor: "start",
      dx: 8,
      dy: 8,
      ...style,
    }),
  ];
}

const tipOf = (point) =>
  `${point.layer}\n${significant(point.gops)} GOP/s of ${significant(point.peak)}\n` +
  `${significant(point.intensity)} operations per byte`;

function drawn(points, width) {
  const [{ peak, bandwidth }] = points;
  const ridge = bandwidth ? [peak / bandwidth] : [];
  const x = logDomain([...points.map(({ intensity }) => intensity), ...ridge], 2.5);
  const y = logDomain(
    points.flatMap((point) => [point.gops, point.peak]),
    2,
  );
  const lines = roofs(points, x, y[0]);
  const height = Math.round(Math.min(460, Math.max(260, 0.62 * width)));
  return chart({
    width,
    height,
    marginLeft: 62,
    marginBottom: 50,
    marginTop: 28,
    x: {
      type: "log",
      domain: x,
      grid: true,
      label: "operations per byte off the chip",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: logTicks(x, width - 82, 44),
      tickFormat: tick,
    },
    y: {
      type: "log",
      domain: y,
      grid: true,
      label: "GOP/s",
      labelArrow: "none",
      tickFormat: tick,
      ticks: logTicks(y, height - 74, 22),
    },
    marks: [
      ...lines.map(({ line }) => Plot.line(line, { stroke: "var(--roof)", strokeWidth: 2 })),
      ...roofLabels(lines[0], x[1]),
      points.length <= labelled
        ? Plot.text(points, {
            x: "intensity",
            y: "gops",
            text: (point) => shortened(point.layer, 20),
            dx: 8,
            textAnchor: "start",
            fill: "currentColor",
            stroke: "var(--panel)",
            strokeWidth: 3,
          })
        : null,
      Plot.dot(points, {
        x: "intensity",
        y: "gops",
        r: 4.5,
        fill: "var(--c1)",
        stroke: "var(--panel)",
        ariaLabel: (point) =>
          `${point.layer}: ${point.gops} GOP/s, ${point.intensity} operations per byte`,
        title: tipOf,
        tip: true,
      }),
    ],
  });
}

export function rooflineFigure(layers) {
  const all = layers.map(rooflinePoint);
  const points = all.filter(({ intensity, gops }) => intensity > 0 && gops > 0);
  const left = all.length - points.length;
  return figure({
    id: "roofline",
    title: "Roofline",
    reading:
      "Each dot is a layer: products of non-zeros count as two operations, over the layer's " +
      "whole time. " +
      "The level line is what all multipliers could do, the slope what the memory off the " +
      "chip could feed. " +
      "Near the level, multipliers bound the layer; near the slope, memory does; far below both, " +
      "look at where the time went." +
      (left > 0 && points.length > 0
        ? ` ${left} of ${all.length} layers move nothing off the chip and are not shown.`
        : ""),
    draw: (width) =>
      points.length === 0
        ? { empty: "No layer of this run moves anything between the chip and a memory off it." }
        : { panels: [{ svg: drawn(points, width) }] },
  });
}
