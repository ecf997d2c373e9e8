// SPDX-License-Identifier: Apache-2.0
// Energy and area by component, and the energy of each layer.
import * as Plot from "@observablehq/plot";
import { chart, colourOf, heightOf, nameAxis } from "../chart.js";
import { figure } from "../figure.js";
import { compact, energyText, energyUnit, grouped, sharePercent, significant } from "../numbers.js";

const standings = {
  published: "var(--published)",
  derived: "var(--derived)",
  assumed: "var(--assumed)",
};
const few = 7; // components with a colour of their own

const legendOf = (rows) =>
  Object.entries(standings)
    .filter(([name]) => rows.some((row) => row.price === name))
    .map(([name, colour]) => ({ label: `${name} price`, colour }));

// Bars of one quantity, largest first; `text` writes a value with its unit.
function bars(rows, { width, value, label, text, total }) {
  const sorted = rows.filter((row) => value(row) > 0).sort((a, b) => value(b) - value(a));
  const shareOf = (row) => (row.off_chip ? "off the chip" : sharePercent(value(row) / total));
  return chart({
    width,
    height: 50 + 22 * sorted.length,
    marginTop: 4,
    marginBottom: 44,
    marginRight: 74,
    ...nameAxis(
      sorted.map(({ component }) => component),
      width,
      { padding: 0.25 },
    ),
    x: {
      label,
      grid: true,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: Math.max(2, Math.floor(width / 130)),
      tickFormat: compact,
      domain: [0, Math.max(...sorted.map(value))],
    },
    marks: [
      Plot.barX(sorted, {
        x: value,
        y: "component",
        fill: (row) => standings[row.price],
        fillOpacity: (row) => (row.off_chip ? 0.55 : 1),
        ariaLabel: (row) => `${row.component}: ${value(row)}`,
        title: (row) =>
          `${row.component}\n${text(value(row))}, ${shareOf(row)}` +
          `\n${grouped(row.count)} of them\n${row.price} price`,
        tip: true,
      }),
      Plot.text(sorted, { x: value, y: "component", text: shareOf, textAnchor: "start", dx: 5 }),
    ],
  });
}

export function energyFigure(run) {
  const { components, energy_pj: total } = run.total;
  const { unit, pj } = energyUnit(Math.max(0, ...components.map((row) => row.energy_pj)));
  return figure({
    id: "energy",
    title: "Energy by component",
    reading:
      "The energy of all layers together, largest first, with the share of all on the chip. " +
      "Paler bars are memories off the chip, which are counted apart. The colour says what " +
      "the price rests on.",
    draw: (width) =>
      components.some((row) => row.energy_pj > 0)
        ? {
            legend: legendOf(components.filter((row) => row.energy_pj > 0)),
            panels: [
              {
                svg: bars(components, {
                  width,
                  value: (row) => row.energy_pj / pj,
                  total: total / pj,
                  label: `energy, in ${unit}`,
                  text: (value) => energyText(pj * value),
                }),
              },
            ],
          }
        : { empty: "No component of this run took energy." },
  });
}

export function areaFigure(run) {
  const { components, area_total_mm2: total } = run.total;
  return figure({
    id: "area",
    title: "Area by component",
    reading:
      "The area of all instances, largest first, with the share of the whole chip. Known " +
      "before the first cycle.",
    draw: (width) =>
      components.some((row) => row.area_mm2 > 0)
        ? {
            legend: legendOf(components.filter((row) => row.area_mm2 > 0)),
            panels: [
              {
                svg: bars(components, {
                  width,
                  value: (row) => row.area_mm2,
                  total,
                  label: "area, in mm²",
                  text: (mm2) => `${significant(mm2)} mm²`,
                }),
              },
            ],
          }
        : { empty: "The price list of this run has no areas." },
  });
}

// The largest components by name, all others together.
function stacked(layers, components) {
  const ranked = components
    .filter((row) => row.energy_pj > 0 && !row.off_chip)
    .sort((a, b) => b.energy_pj - a.energy_pj)
    .map(({ component }) => component);
  const named = ranked.length > few + 1 ? ranked.slice(0, few) : ranked;
  const colours = new Map(named.map((name, i) => [name, colourOf(i)]));
  if (ranked.length > named.length)
    colours.set(`${ranked.length - named.length} others`, "var(--idle)");
  const rows = layers.flatMap((layer) => {
    const parts = [...colours.keys()].map((name) => [
      name,
      named.includes(name)
        ? (layer.energy_pj[name] ?? 0)
        : ranked.slice(named.length).reduce((sum, other) => sum + (layer.energy_pj[other] ?? 0), 0),
    ]);
    let from = 0;
    return parts.map(([component, pj]) => {
      from += pj;
      return { layer: layer.key, component, pj, from: from - pj };
    });
  });
  return { rows: rows.filter(({ pj }) => pj > 0), colours };
}

function layerBars(rows, names, colours, width) {
  const { unit, pj } = energyUnit(Math.max(...rows.map((row) => row.from + row.pj)));
  return chart({
    width,
    height: heightOf(names.length),
    marginTop: 4,
    marginBottom: 44,
    ...nameAxis(names, width),
    x: {
      label: `energy, in ${unit}`,
      grid: true,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: Math.max(3, Math.floor(width / 110)),
      tickFormat: compact,
    },
    marks: [
      Plot.barX(rows, {
        x1: (row) => row.from / pj,
        x2: (row) => (row.from + row.pj) / pj,
        y: "layer",
        fill: (row) => colours.get(row.component),
        insetLeft: 0.5,
        ariaLabel: (row) => `${row.layer}, ${row.component}: ${row.pj} pJ`,
        title: (row) => `${row.layer}\n${row.component}\n${energyText(row.pj)}`,
        tip: true,
      }),
    ],
  });
}

export function layerEnergyFigure(run, layers) {
  const { rows, colours } = stacked(layers, run.total.components);
  const names = layers.map(({ key }) => key);
  return figure({
    id: "layer-energy",
    title: "Energy of each layer",
    reading:
      "The energy on the chip, one bar for each layer, cut by component." +
      (run.network ? " What belongs to no layer, such as links, is in the figure above only." : ""),
    draw: (width) =>
      rows.length === 0
        ? { empty: "No layer of this run took energy of its own." }
        : {
            legend: [...colours].map(([label, colour]) => ({ label, colour })),
            panels: [{ svg: layerBars(rows, names, colours, width) }],
          },
  });
}
