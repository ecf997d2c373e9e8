// SPDX-License-Identifier: Apache-2.0
// Two metrics against each other, with the front of those that none beats.
import * as Plot from "@observablehq/plot";
import { chart, colourOf, logDomain, logTicks } from "../chart.js";
import { choice } from "../dom.js";
import { figure } from "../figure.js";
import { extent, labelOf, significant, tick } from "../numbers.js";
import { cloud } from "./cloud.js";
import { front } from "./front.js";
import { valueText } from "./points.js";

const colours = 8; // that can be told apart

const logScale = (domain, pixels, room) => ({
  type: "log",
  domain,
  tickFormat: tick,
  ticks: logTicks(domain, pixels, room),
});

// More than a factor of 30 between positive values is easier to read on a logarithmic scale.
function scaleOf(values, pixels, room) {
  const [least, most] = extent(values);
  return least > 0 && most / least > 30
    ? logScale(logDomain(values, 1.15), pixels, room)
    : {
        type: "linear",
        nice: true,
        tickFormat: tick,
        inset: 8,
        ticks: Math.floor(pixels / room / 1.7),
      };
}

const tipOf = (point, metrics) =>
  [
    `point ${point.point}`,
    ...Object.entries(point.values).map(([name, value]) => `${name}: ${valueText(value)}`),
    ...metrics.map((name) => `${name}: ${significant(point.metrics[name])}`),
  ].join("\n");

// A front for each task, in a colour of its own as long as there are enough.
function frontsOf(tasks, metrics, more) {
  const colour = (i) => (tasks.size > colours ? colourOf(0) : colourOf(i));
  return [...tasks].map(([task, own], i) => ({
    task,
    colour: colour(i),
    points: front(own, metrics, more),
  }));
}

function legendOf(fronts) {
  const entries =
    fronts.length > colours
      ? [{ label: `front of each of ${fronts.length} tasks`, colour: fronts[0].colour }]
      : fronts.map(({ task, colour }) => ({
          label: task ? `front of ${task}` : "Pareto front",
          colour,
        }));
  return [...entries, { label: "all other points", colour: "var(--quiet)" }];
}

function drawn(tasks, points, [x, y], more, width) {
  const px = (point) => point.metrics[x],
    py = (point) => point.metrics[y];
  const known = points.filter((point) => Number.isFinite(px(point)) && Number.isFinite(py(point)));
  if (known.length === 0) return { empty: "No point of this sweep has both metrics." };
  const fronts = frontsOf(tasks, [x, y], more);
  const height = Math.round(Math.min(480, Math.max(280, 0.62 * width)));
  const svg = chart({
    width,
    height,
    marginLeft: 70,
    marginBottom: 50,
    marginTop: 28,
    x: {
      ...scaleOf(known.map(px), width - 90, 62),
      grid: true,
      label: labelOf(x),
      labelAnchor: "center",
      labelArrow: "none",
    },
    y: {
      ...scaleOf(known.map(py), height - 74, 24),
      grid: true,
      label: labelOf(y),
      labelArrow: "none",
    },
    marks: [
      cloud(known, px, py),
      ...fronts.flatMap(({ points: best, colour }) => [
        Plot.line(best, { x: px, y: py, stroke: colour, strokeWidth: 1.5, curve: "step-after" }),
        Plot.dot(best, {
          x: px,
          y: py,
          r: 4.5,
          fill: colour,
          stroke: "var(--panel)",
          ariaLabel: (point) => `point ${point.point}: ${x} ${px(point)}, ${y} ${py(point)}`,
        }),
      ]),
      Plot.tip(known, Plot.pointer({ x: px, y: py, title: (point) => tipOf(point, [x, y]) })),
    ],
  });
  return { panels: [{ svg }], legend: legendOf(fronts) };
}

/** `tasks`: points by what they compute, as tasksOf of points.js gives them. */
export function paretoFigure({ metrics, objectives }, points, tasks) {
  const sense = new Map(
    metrics.map((name) => [
      name,
      objectives.some((one) => one.metric === name && one.direction === "maximise"),
    ]),
  );
  const wanted = [
    ...new Set([...objectives.map(({ metric }) => metric), metrics[0], metrics.at(-1)]),
  ];
  const chosen = [wanted[0], wanted[1] ?? wanted[0]];
  const options = metrics.map((name) => [
    name,
    `${name}, ${sense.get(name) ? "more" : "less"} is better`,
  ]);
  let compared = "task";
  return figure({
    id: "pareto",
    title: "Pareto front of two metrics",
    reading:
      "Each dot is a point. Those on a line are beaten by no other in both metrics" +
      (tasks.size > 1
        ? ", of those that compute the same: another layer or workload is another task"
        : "") +
      ". Which way is better stands in the sweep's objectives; without one, less is.",
    controls: (redraw) =>
      [
        ...[0, 1].map((i) =>
          choice(i ? "Upwards" : "Across", options, chosen[i], (value) => {
            chosen[i] = value;
            redraw();
          }),
        ),
        tasks.size > 1
          ? choice(
              "Compare",
              [
                ["task", "points of one task"],
                ["all", "all points"],
              ],
              compared,
              (value) => {
                compared = value;
                redraw();
              },
            )
          : null,
      ].filter(Boolean),
    draw: (width) =>
      drawn(
        compared === "all" ? new Map([["", points]]) : tasks,
        points,
        chosen,
        chosen.map((name) => sense.get(name)),
        width,
      ),
  });
}
