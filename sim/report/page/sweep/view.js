// SPDX-License-Identifier: Apache-2.0
// The page of a sweep.
import { grouped } from "../numbers.js";
import { tableSection } from "../table.js";
import { curvesFigure } from "./curves.js";
import { parallelFigure } from "./parallel.js";
import { paretoFigure } from "./pareto.js";
import { axesOf, succeeded, tasksOf, valueText } from "./points.js";
import { sensitivityFigure } from "./sensitivity.js";

function pointTable(sweep) {
  const best = sweep.objectives.length > 0;
  const columns = [
    { key: "point", label: "point" },
    ...sweep.columns.map(({ name }) => ({
      key: name,
      label: name,
      value: (point) => point.values[name],
      text: (value) => valueText(value),
    })),
    ...sweep.metrics.map((name) => ({
      key: name,
      label: name,
      value: (point) => point.metrics[name],
    })),
    ...(best
      ? [
          {
            key: "best",
            label: "best",
            value: (point) => point.best,
            text: (is) => (is ? "best" : ""),
          },
        ]
      : []),
    { key: "status", label: "status" },
    ...(sweep.points.some(({ reason }) => reason)
      ? [{ key: "reason", label: "reason", widest: 90 }]
      : []),
  ];
  return tableSection({
    id: "points",
    title: "All points",
    rows: sweep.points,
    columns,
    note: best
      ? "Best are those that no other that computes the same beats in all objectives."
      : "",
    classOf: ({ status, best: is }) => (status !== "ok" ? "bad" : is ? "best" : null),
  });
}

function facts({ points, objectives }) {
  const count = (status) => points.filter((point) => point.status === status).length;
  const [invalid, failed] = [count("invalid"), count("failed")];
  return [
    ["Points", grouped(points.length)],
    ["With a result", grouped(count("ok"))],
    invalid > 0 ? ["Invalid", grouped(invalid), "bad"] : null,
    failed > 0 ? ["Failed", grouped(failed), "bad"] : null,
    objectives.length > 0 ? ["Best", grouped(points.filter(({ best }) => best).length)] : null,
    objectives.length > 0
      ? [
          "Objectives",
          objectives
            .map(
              ({ metric, direction }) => `${direction === "maximise" ? "most" : "least"} ${metric}`,
            )
            .join(", "),
          "wide",
        ]
      : null,
  ].filter(Boolean);
}

export function sweepView(sweep) {
  const good = succeeded(sweep);
  const axes = axesOf({ columns: sweep.columns, points: good });
  return {
    heading: sweep.title,
    subject: [
      ["Workload", sweep.workload],
      ["Config", sweep.config],
      ["Sweep", sweep.sweep],
    ],
    facts: facts(sweep),
    sections: [
      [
        "Axes",
        [sensitivityFigure(axes, good, sweep.metrics), curvesFigure(axes, good, sweep.metrics)],
      ],
      [
        "Metrics",
        [
          paretoFigure(sweep, good, tasksOf({ columns: sweep.columns, points: good })),
          parallelFigure(sweep, axes, good),
        ],
      ],
      ["Points", [pointTable(sweep)]],
    ],
  };
}
