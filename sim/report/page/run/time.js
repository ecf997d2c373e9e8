// SPDX-License-Identifier: Apache-2.0
// Where the time went: for each kind of block, a bar for each layer, cut by cause.
import * as Plot from "@observablehq/plot";
import { chart, heightOf, nameAxis } from "../chart.js";
import { choice } from "../dom.js";
import { figure } from "../figure.js";
import { compact, grouped, percent } from "../numbers.js";
import { causeColours, causesOf } from "./causes.js";

const manyRows = 48; // more than that are shown block by block

/** [{layer, block, instances, cause, cycles, from, share}], shares of the layer's cycles. */
export function segments(layers) {
  return layers.flatMap((layer) =>
    Object.entries(layer.stalls).flatMap(([block, stalls]) => {
      let from = 0;
      return causesOf(stalls).map(([cause, cycles]) => {
        const share = layer.cycles > 0 ? cycles / layer.cycles : 0;
        from += share;
        return {
          layer: layer.key,
          of: layer.cycles,
          block,
          instances: stalls.instances,
          cause,
          cycles,
          share,
          from: from - share,
        };
      });
    }),
  );
}

function panel(block, rows, layers, colours, width, inCycles) {
  const scale = (row, share) => (inCycles ? share * row.of : share);
  const svg = chart({
    width,
    height: heightOf(layers.length),
    marginTop: 4,
    marginBottom: 44,
    ...nameAxis(layers, width),
    x: {
      label: inCycles ? "cycles of the layer" : "share of the layer's cycles, in %",
      grid: true,
      domain: inCycles ? undefined : [0, 100],
      transform: inCycles ? undefined : (x) => 100 * x,
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: inCycles ? compact : undefined,
      ticks: Math.min(10, Math.floor(width / 90)),
    },
    marks: [
      Plot.barX(
        rows.filter(({ cycles }) => cycles > 0),
        {
          x1: (row) => scale(row, row.from),
          x2: (row) => scale(row, row.from + row.share),
          y: "layer",
          fill: (row) => colours.get(row.cause),
          insetLeft: 0.5,
          ariaLabel: (row) => `${row.layer}, ${block}, ${row.cause}: ${row.cycles} cycles`,
          title: (row) =>
            `${row.layer}\n${block}, ${grouped(row.instances)} of them\n` +
            `${row.cause}: ${percent(row.share)} of the time\n${grouped(row.cycles)} cycles ` +
            `on average`,
          tip: true,
        },
      ),
    ],
  });
  const [{ instances }] = rows;
  return { heading: `${block}${instances > 1 ? ` (${grouped(instances)})` : ""}`, svg };
}

// The block that works for the largest share of all cycles.
function busiest(rows, blocks) {
  const busy = (block) =>
    rows
      .filter((row) => row.block === block && row.cause === "busy")
      .reduce((sum, row) => sum + row.cycles, 0);
  return blocks.reduce((best, block) => (busy(block) > busy(best) ? block : best), blocks[0]);
}

export function timeFigure(layers) {
  const rows = segments(layers);
  const blocks = [...new Set(rows.map(({ block }) => block))];
  const colours = causeColours(
    new Set(rows.filter((row) => row.cycles > 0).map((row) => row.cause)),
  );
  const many = blocks.length > 1 && layers.length * blocks.length > manyRows;
  let shown = many ? busiest(rows, blocks) : "";
  let unit = "share";
  return figure({
    id: "time",
    title: "Where the time went",
    reading:
      "Each bar is one layer's time in one kind of block, averaged over its instances. " +
      "Busy is work; starved waits for entries of the channel named; blocked waits for room in " +
      "it; held waits for others at a barrier; idle has finished before the layer did.",
    controls: (redraw) =>
      [
        blocks.length > 1
          ? choice(
              "Blocks",
              [["", "all"], ...blocks.map((name) => [name, name])],
              shown,
              (value) => {
                shown = value;
                redraw();
              },
            )
          : null,
        choice(
          "Bars",
          [
            ["share", "share of the layer"],
            ["cycles", "cycles"],
          ],
          unit,
          (value) => {
            unit = value;
            redraw();
          },
        ),
      ].filter(Boolean),
    draw: (width) => {
      if (rows.length === 0)
        return { empty: "No layer of this run has blocks that report their time." };
      const panels = blocks
        .filter((block) => !shown || block === shown)
        .map((block) => {
          const own = rows.filter((row) => row.block === block);
          const names = layers
            .map(({ key }) => key)
            .filter((key) => own.some((row) => row.layer === key));
          return panel(block, own, names, colours, width, unit === "cycles");
        });
      const used = new Set(
        rows
          .filter((row) => row.cycles > 0 && (!shown || row.block === shown))
          .map((row) => row.cause),
      );
      return {
        panels,
        legend: [...colours]
          .filter(([cause]) => used.has(cause))
          .map(([label, colour]) => ({ label, colour })),
      };
    },
  });
}
