// SPDX-License-Identifier: Apache-2.0
// Vertical scales of parallel coordinates, one for each axis and each metric.
import { shortened } from "../chart.js";
import { extent, significant } from "../numbers.js";
import { valueText } from "./points.js";

/** `at`: a point's place from 0, the lowest end, to 1; `ticks`: what is written where. */
export function scaleOfAxis(axis) {
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

/** The same for a metric; logarithmic where values differ by more than a factor of 30. */
export function scaleOfMetric(metric, points) {
  const values = points.map((point) => point.metrics[metric]).filter(Number.isFinite);
  const [least, most] = extent(values);
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
