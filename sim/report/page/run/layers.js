// SPDX-License-Identifier: Apache-2.0
// The layers beside each other: cycles, utilisation, and a table of everything.
import * as Plot from "@observablehq/plot";
import { chart, heightOf, nameAxis } from "../chart.js";
import { figure } from "../figure.js";
import {
  bytesText,
  compact,
  energyText,
  grouped,
  percent,
  scaledText,
  timeText,
} from "../numbers.js";
import { tableSection } from "../table.js";

function bars(layers, width, { label, value, domain, text }) {
  return chart({
    width,
    height: heightOf(layers.length),
    marginTop: 4,
    marginBottom: 44,
    ...nameAxis(
      layers.map(({ key }) => key),
      width,
    ),
    marginRight: 76,
    x: {
      label,
      grid: true,
      domain,
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: domain ? undefined : compact,
      ticks: Math.max(2, Math.floor(width / 120)),
    },
    marks: [
      Plot.barX(layers, {
        x: value,
        y: "key",
        fill: "var(--c1)",
        ariaLabel: (layer) => `${layer.key}: ${value(layer)}`,
        title: (layer) => `${layer.key}\n${text(layer)}`,
        tip: true,
      }),
      Plot.text(layers, { x: value, y: "key", text, textAnchor: "start", dx: 5 }),
    ],
  });
}

export function cyclesFigure(run, layers) {
  return figure({
    id: "cycles",
    title: "Cycles of each layer",
    reading: run.network
      ? "Layers ran at the same time, as a pipeline: the cycles of each are those of the whole run."
      : "Layers run one after the other; their cycles add up to the run's.",
    draw: (width) =>
      layers.length === 0
        ? { empty: "No layer of this run has a result." }
        : {
            panels: [
              {
                svg: bars(layers, width, {
                  label: "cycles",
                  value: (layer) => layer.cycles,
                  text: (layer) => grouped(layer.cycles),
                }),
              },
            ],
          },
  });
}

export function utilisationFigure(layers) {
  return figure({
    id: "utilisation",
    title: "Utilisation of the multipliers",
    reading:
      "Products of non-zeros, over the multiplications that there was room for in the layer's " +
      "cycles.",
    draw: (width) =>
      layers.length === 0
        ? { empty: "No layer of this run has a result." }
        : {
            panels: [
              {
                svg: bars(layers, width, {
                  label: "utilisation, in %",
                  domain: [0, 100],
                  value: (layer) => 100 * layer.utilization,
                  text: (layer) => percent(layer.utilization),
                }),
              },
            ],
          },
  });
}

const columns = [
  { key: "name", label: "layer" },
  { key: "kind", label: "kind" },
  { key: "vectors", label: "inputs", text: grouped },
  { key: "cycles", label: "cycles", text: grouped },
  { key: "time_us", label: "time", text: timeText },
  { key: "macs_effectual", label: "MACs", text: scaledText },
  { key: "macs_dense", label: "MACs if dense", text: scaledText },
  { key: "utilization", label: "utilisation", text: percent },
  { key: "energy_total_pj", label: "energy on chip", text: energyText },
  {
    key: "off_chip_energy_pj",
    label: "energy off chip",
    text: energyText,
    value: (layer) => Object.values(layer.off_chip_energy_pj).reduce((sum, pj) => sum + pj, 0),
  },
  { key: "off_chip_bytes", label: "bytes off chip", text: bytesText },
  {
    key: "verified",
    label: "output",
    text: (is) => (is ? "verified" : "wrong"),
    value: (layer) => layer.verified,
  },
];

export const layerTable = (layers) =>
  tableSection({
    id: "layers",
    title: "All layers",
    rows: layers,
    columns,
    note: "MACs are products of non-zeros; if dense, of everything.",
  });
