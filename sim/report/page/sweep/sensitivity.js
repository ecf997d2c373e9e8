// SPDX-License-Identifier: Apache-2.0
// How much each metric moves over each axis.
import * as Plot from "@observablehq/plot";
import { chart, logTicks, nameAxis, textWidth } from "../chart.js";
import { figure } from "../figure.js";
import { extent, grouped, significant, tick } from "../numbers.js";
import { groupsAlong, median } from "./groups.js";

const parts = 5; // of an axis, where no points differ in it alone

// The points of each value of the axis, or of parts of it that have equally many.
function partsOf(axis, points) {
  if (axis.values.length <= parts) {
    const own = axis.values.map((_, i) => points.filter((point) => axis.rank(point) === i));
    return own.filter((part) => part.length > 0);
  }
  const sorted = [...points].sort((a, b) => axis.rank(a) - axis.rank(b));
  const size = Math.max(1, Math.ceil(sorted.length / parts));
  const from = sorted.map((_, i) => i).filter((i) => i % size === 0);
  return from.map((at) => sorted.slice(at, at + size));
}

// Each part as the median of the metric in it.
const slices = (axis, points, metric) =>
  partsOf(axis, points).map((part) =>
    median(part.map((point) => point.metrics[metric]).sort((a, b) => a - b)),
  );

function factor(values) {
  const [least, most] = extent(values);
  return most / least;
}

/**
 * {axis, metric, factors, left, alone}: how many times its least value the metric's largest is,
 * for each group; `left` groups have values that are not positive, of which no factor can be made.
 */
export function sensitivity(axis, axes, points, metric) {
  const known = points.filter((point) => Number.isFinite(point.metrics[metric]));
  const groups = groupsAlong(axis, axes, known).map((group) =>
    group.map((point) => point.metrics[metric]),
  );
  const alone = groups.length > 0;
  const all = alone ? groups : known.length > 1 ? [slices(axis, known, metric)] : [];
  const usable = all.filter((values) => values.every((value) => value > 0));
  const factors = usable.map(factor).sort((a, b) => a - b);
  return { axis: axis.name, metric, factors, left: all.length - usable.length, alone };
}

function panel(metric, rows, names, [most, width]) {
  const domain = [1, 1.08 * Math.max(1.5, most)];
  const left = nameAxis(names, width);
  const right = 26 + Math.ceil(Math.max(...rows.map((row) => textWidth(middleText(row)))));
  return chart({
    width,
    height: 48 + 22 * names.length,
    marginTop: 4,
    marginBottom: 42,
    ...left,
    marginRight: right,
    x: {
      type: "log",
      domain,
      grid: true,
      label: "largest over least, times",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: logTicks(domain, width - left.marginLeft - right, 40),
      tickFormat: tick,
    },
    marks: [
      Plot.ruleY(rows, {
        y: "axis",
        x1: "least",
        x2: "most",
        stroke: "var(--c1)",
        strokeWidth: 3,
        strokeOpacity: 0.4,
      }),
      Plot.dot(rows, {
        y: "axis",
        x: "middle",
        r: 5,
        stroke: "var(--c1)",
        strokeWidth: 2,
        fill: (row) => (row.alone ? "var(--c1)" : "var(--panel)"),
        ariaLabel: (row) => `${metric} over ${row.axis}: ${row.middle}`,
        title: tipOf,
        tip: true,
      }),
      Plot.text(rows, {
        y: "axis",
        x: "most",
        text: middleText,
        dx: 10,
        textAnchor: "start",
      }),
    ],
  });
}

const middleText = (row) => `${significant(row.middle)}×`;

const tipOf = (row) =>
  `${row.axis}\n${row.metric}: ${significant(row.middle)} times\n` +
  `from ${significant(row.least)} to ${significant(row.most)} in ` +
  `${grouped(row.factors.length)} ${row.factors.length === 1 ? "group" : "groups"}`;

// One for each metric, all on the same scale.
function panels(rows, names, width) {
  const most = Math.max(...rows.map((row) => row.most));
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  return metrics.map((metric) => {
    const own = rows.filter((row) => row.metric === metric);
    return { heading: metric, svg: panel(metric, own, names, [most, width]) };
  });
}

function readingOf(rows, left) {
  const open = rows.some(({ alone }) => !alone);
  return (
    "Points that differ in one axis alone are put together; in each such group the metric's " +
    "largest value is divided by its least. The dot is the median of the groups, the line goes " +
    "from the least to the most. 1 means that the axis does not matter, 2 that it doubles the " +
    "metric." +
    (open
      ? " Open dots: no two points differ in this axis alone, so the medians of its values, or " +
        `of ${parts} equal parts of it, are compared, while other axes vary, too.`
      : "") +
    (left > 0 ? ` Groups with values that are not positive are left out: ${grouped(left)}.` : "")
  );
}

export function sensitivityFigure(axes, points, metrics) {
  const found = metrics.flatMap((metric) =>
    axes.map((axis) => sensitivity(axis, axes, points, metric)),
  );
  const rows = found
    .filter(({ factors }) => factors.length > 0)
    .map((one) => ({
      ...one,
      least: one.factors[0],
      middle: median(one.factors),
      most: one.factors.at(-1),
    }));
  const names = axes.map(({ name }) => name);
  return figure({
    id: "sensitivity",
    title: "How much each axis matters",
    reading: readingOf(
      rows,
      found.reduce((sum, one) => sum + one.left, 0),
    ),
    draw: (width) =>
      rows.length === 0
        ? { empty: "No axis of this sweep has two points to compare." }
        : { panels: panels(rows, names, width) },
  });
}
