// SPDX-License-Identifier: Apache-2.0
// What pages must show of a document, said apart from the page's own code.
import assert from "node:assert/strict";

const sum = (values) => values.reduce((total, value) => total + value, 0);

const layerRow = (layer) => [
  layer.name,
  layer.kind,
  layer.vectors,
  layer.cycles,
  layer.time_us,
  layer.macs_effectual,
  layer.macs_dense,
  layer.utilization,
  layer.energy_total_pj,
  sum(Object.values(layer.off_chip_energy_pj)),
  layer.off_chip_bytes,
  layer.verified,
];

const pointRow = (sweep) => (point) => [
  point.point,
  ...sweep.columns.map(({ name }) => point.values[name]),
  ...sweep.metrics.map((name) => point.metrics[name] ?? null),
  ...(sweep.objectives.length ? [point.best] : []),
  point.status,
  ...(sweep.points.some(({ reason }) => reason) ? [point.reason ?? null] : []),
];

const claimRow = (claim) => [
  claim.id,
  claim.machine,
  claim.metric,
  claim.workload,
  claim.layer,
  claim.published,
  claim.simulated,
  claim.unit,
  claim.ratio,
  claim.tolerance,
  claim.status,
  claim.standing,
  claim.fitted,
  claim.failure || claim.note,
  claim.source,
];

const word = (value) => (typeof value === "boolean" ? `${value}` : (value ?? null));

const gainRow = ({ parameter, now, change, at_most }) => [
  parameter,
  word(now),
  word(change?.value),
  change?.time_saved ?? null,
  word(at_most?.value),
  at_most?.time_saved ?? null,
];

/** [{id, rows}]: of the page's tables. */
export function expectedTables(document) {
  if (document.nzsim === "run") {
    const gains = document.gains ? [{ id: "gains", rows: document.gains.map(gainRow) }] : [];
    return [{ id: "layers", rows: document.layers.map(layerRow) }, ...gains];
  }
  if (document.nzsim === "sweep")
    return [{ id: "points", rows: document.points.map(pointRow(document)) }];
  return [{ id: "table", rows: document.claims.map(claimRow) }];
}

const units = {
  ps: 1e-6,
  ns: 1e-3,
  µs: 1,
  ms: 1e3,
  s: 1e6,
  fJ: 1e-3,
  pJ: 1,
  nJ: 1e3,
  µJ: 1e6,
  mJ: 1e9,
  J: 1e12,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  "%": 0.01,
};

/** A text of the page is the value, as far as its digits go. */
export function expectText(value, text) {
  if (value === null || value === "") return assert.equal(text, "–");
  if (value === true) return assert.ok(["verified", "best"].includes(text), text);
  if (value === false) return assert.ok(["wrong", ""].includes(text), text);
  if (typeof value === "object") return assert.equal(text, JSON.stringify(value));
  if (typeof value === "string") return assert.equal(text, value);
  const match = /^(-?[\d,.]+(?:e-?\d+)?)(?:[\u202f ](\S+))?$/.exec(text);
  assert.ok(match, `"${text}" is no number`);
  const shown = Number(match[1].replaceAll(",", "")) * (match[2] ? units[match[2]] : 1);
  const digits = match[1].replace(/e.*/, "").replace(/[^\d]/g, "").replace(/^0+/, "").length;
  const allowed = Math.max(
    match[2] === "%" ? 0.00051 : 0,
    Math.abs(value) * 0.51 * 10 ** (1 - Math.min(Math.max(digits, 1), 12)),
  );
  assert.ok(Math.abs(shown - value) <= allowed, `${text} is shown for ${value}`);
}

/** [label, length relative to the layer's time] of every bar of the time figure. */
export const timeBars = (run) =>
  run.layers.flatMap((layer) =>
    Object.entries(layer.stalls).flatMap(([block, stalls]) =>
      Object.entries(stalls)
        .filter(([key, cycles]) => key !== "instances" && cycles > 0)
        .map(([key, cycles]) => [
          `${layer.name}, ${block}, ${key.slice(0, -"_cycles".length)}: ${cycles} cycles`,
          cycles / layer.cycles,
        ]),
    ),
  );

/** Points of a sweep that no other beats in two metrics; of the first, less is better. */
export const unbeaten = (points, x, y, more = false) => {
  const known = points.filter(({ status }) => status === "ok");
  const costs = known.map(({ metrics }) => [metrics[x], more ? -metrics[y] : metrics[y]]);
  const beaten = ([a, b]) => costs.some(([c, d]) => c <= a && d <= b && (c < a || d < b));
  return known.filter((_, i) => !beaten(costs[i])).map(({ point }) => point);
};

const middle = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
};

/** [label, median] of a metric at each value of each axis. */
export const mediansAlong = (sweep, metric) =>
  sweep.columns.flatMap(({ name }) => {
    const values = [...new Set(sweep.points.map((point) => point.values[name]))];
    return values.map((value) => [
      `${metric} at ${name} ${value}`,
      middle(
        sweep.points
          .filter((point) => point.status === "ok" && point.values[name] === value)
          .map(({ metrics }) => metrics[metric]),
      ),
    ]);
  });

/** A metric's largest value over its least along an axis: the median over all groups. */
export function medianFactor(sweep, axis, metric) {
  const groups = {};
  for (const { values, metrics, status } of sweep.points) {
    if (status !== "ok") continue;
    const others = JSON.stringify({ ...values, [axis]: 0 });
    (groups[others] ??= []).push([values[axis], metrics[metric]]);
  }
  const factors = Object.values(groups)
    .filter((group) => new Set(group.map(([value]) => value)).size > 1)
    .map((group) => Math.max(...group.map(([, m]) => m)) / Math.min(...group.map(([, m]) => m)))
    .sort((a, b) => a - b);
  return middle(factors);
}
