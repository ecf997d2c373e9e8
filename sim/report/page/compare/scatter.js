// SPDX-License-Identifier: Apache-2.0
// Published against simulated, both on logarithmic scales.
import * as Plot from "@observablehq/plot";
import { chart, logDomain, logTicks } from "../chart.js";
import { choice } from "../dom.js";
import { figure } from "../figure.js";
import { significant, tick } from "../numbers.js";
import { hasRatio, legend, styleOf } from "./claims.js";

const raised = (power) => [...String(power)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("");

// "0.01", "500", "10⁴", "3·10⁴".
function powerText(value) {
  if (value >= 0.00999 && value < 9999) return tick(value);
  const power = Math.floor(Math.log10(value) + 1e-9);
  const mark = Math.round(value / 10 ** power);
  return `${mark === 1 ? "" : `${mark}·`}10${raised(power)}`;
}

function drawn(claims, width) {
  const domain = logDomain(
    claims.flatMap(({ published, simulated }) => [published, simulated]),
    1.6,
  );
  const size = Math.min(width, 620);
  const ticks = logTicks(domain, size - 78, 46);
  const scale = { type: "log", domain, grid: true, ticks, tickFormat: powerText };
  const mark = (status) =>
    Plot.dot(
      claims.filter((claim) => claim.status === status),
      {
        x: "published",
        y: "simulated",
        ...styleOf(status, 0.6),
        ariaLabel: (claim) =>
          `${claim.id}: ${claim.published} published, ${claim.simulated} simulated, ${status}`,
        title: (claim) =>
          `${claim.id}\n${significant(claim.published)} published, ` +
          `${significant(claim.simulated)} simulated` +
          `${claim.unit ? `, in ${claim.unit}` : ""}\n${status}`,
        tip: true,
      },
    );
  return chart({
    width: size,
    height: size,
    marginLeft: 58,
    marginBottom: 50,
    marginTop: 28, // as much above and below as left and right: equal scales
    x: {
      ...scale,
      label: "published, in the claim's unit",
      labelAnchor: "center",
      labelArrow: "none",
    },
    y: { ...scale, label: "simulated, in the claim's unit", labelArrow: "none" },
    marks: [
      Plot.line(
        [
          [domain[0], domain[0]],
          [domain[1], domain[1]],
        ],
        { stroke: "var(--muted)" },
      ),
      mark("pass"),
      mark("miss"),
    ],
  });
}

export function scatterFigure(claims) {
  const rated = claims.filter(hasRatio);
  const units = [...new Set(rated.map(({ unit }) => unit))];
  const counts = new Map(
    units.map((unit) => [unit, rated.filter((claim) => claim.unit === unit).length]),
  );
  let unit = "*";
  return figure({
    id: "scatter",
    title: "Published against simulated",
    reading:
      "Each mark is a claim; on the line both values are equal. Choose a unit to see " +
      "quantities of one kind.",
    controls: (redraw) =>
      units.length > 1
        ? [
            choice(
              "Unit",
              [
                ["*", `all (${rated.length})`],
                ...units.map((name) => [name, `${name || "none"} (${counts.get(name)})`]),
              ],
              unit,
              (value) => {
                unit = value;
                redraw();
              },
            ),
          ]
        : [],
    draw: (width) => {
      const own = rated.filter((claim) => unit === "*" || claim.unit === unit);
      return own.length === 0
        ? { empty: "No claim has both a published and a simulated value." }
        : { legend, panels: [{ svg: drawn(own, width) }] };
    },
  });
}
