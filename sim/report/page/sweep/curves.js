// SPDX-License-Identifier: Apache-2.0
// A metric along each axis.
import * as Plot from "@observablehq/plot";
import { chart, shortened } from "../chart.js";
import { choice } from "../dom.js";
import { figure } from "../figure.js";
import { grouped, labelOf, significant, tick } from "../numbers.js";
import { groupsAlong, median } from "./groups.js";
import { valueText } from "./points.js";

// One thin line for each group, a heavy one through the medians.
function curves(axis, axes, points, metric, width) {
  const known = points.filter((point) => Number.isFinite(point.metrics[metric]));
  const groups = groupsAlong(axis, axes, known);
  const lines = groups
    .slice(0, 400)
    .flatMap((group, z) =>
      [...group]
        .sort((a, b) => axis.rank(a) - axis.rank(b))
        .map((point) => ({ x: axis.rank(point), y: point.metrics[metric], z })),
    );
  const found = axis.values.map((value, x) => ({ x, value, all: [] }));
  for (const point of known) found[axis.rank(point)].all.push(point.metrics[metric]);
  const middle = found
    .filter(({ all }) => all.length > 0)
    .map((one) => ({ ...one, all: one.all.sort((a, b) => a - b) }))
    .map((one) => ({ ...one, y: median(one.all) }));
  const every = Math.ceil(axis.values.length / Math.max(2, Math.floor(width / 70)));
  return {
    heading: axis.name,
    svg: chart({
      width,
      height: 210,
      marginLeft: 64,
      marginBottom: 36,
      marginTop: 22,
      x: {
        type: "linear",
        domain: [0, Math.max(1, axis.values.length - 1)],
        inset: 12,
        label: null,
        ticks: axis.values.map((_, i) => i).filter((i) => i % every === 0),
        tickFormat: (i) => shortened(valueText(axis.values[i]), 10),
      },
      y: {
        label: labelOf(metric),
        labelArrow: "none",
        grid: true,
        ticks: 5,
        tickFormat: tick,
        nice: true,
      },
      marks: [
        Plot.line(lines, {
          x: "x",
          y: "y",
          z: "z",
          stroke: "var(--quiet)",
          strokeOpacity: groups.length > 40 ? 0.25 : 0.6,
          strokeWidth: 1,
        }),
        Plot.line(middle, { x: "x", y: "y", stroke: "var(--c1)", strokeWidth: 2 }),
        Plot.dot(middle, {
          x: "x",
          y: "y",
          r: 4,
          fill: "var(--c1)",
          ariaLabel: (one) => `${metric} at ${axis.name} ${valueText(one.value)}: ${one.y}`,
          title: (one) =>
            `${axis.name} ${valueText(one.value)}\n${metric}: ${significant(one.y)}\nmedian ` +
            `of ${grouped(one.all.length)} points, ` +
            `${significant(one.all[0])} to ${significant(one.all.at(-1))}`,
          tip: true,
        }),
      ],
    }),
  };
}

export function curvesFigure(axes, points, metrics) {
  let metric = metrics[0];
  return figure({
    id: "curves",
    title: "Along each axis",
    reading:
      "The heavy line is the median of all points at a value of the axis. Each thin line " +
      "joins points that " +
      "differ in this axis alone. The values of an axis stand at equal distances.",
    controls: (redraw) => [
      choice(
        "Metric",
        metrics.map((name) => [name, name]),
        metric,
        (value) => {
          metric = value;
          redraw();
        },
      ),
    ],
    draw: (width) => {
      if (axes.length === 0 || points.length === 0)
        return { empty: "No axis of this sweep has two points to compare." };
      return {
        panels: axes.map((axis) => curves(axis, axes, points, metric, Math.min(width, 620))),
      };
    },
  });
}
