// SPDX-License-Identifier: Apache-2.0
// How far every claim is off, machine by machine and claim by claim.
import * as Plot from "@observablehq/plot";
import { chart, nameAxis, textWidth } from "../chart.js";
import { choice } from "../dom.js";
import { figure } from "../figure.js";
import { percent, significant, tick } from "../numbers.js";
import { byMachine, countText, hasRatio, lack, legend, styleOf } from "./claims.js";

const tipOf = (claim) =>
  `${claim.id}\n${significant(claim.simulated)} simulated, ${significant(claim.published)} ` +
  `published${claim.unit ? `, in ${claim.unit}` : ""}\nratio ${significant(claim.ratio)}, ` +
  `${percent(claim.tolerance)} allowed\n${claim.status}, ${claim.standing}`;

// Symmetric about 1, so that twice and half are equally far.
function domainOf(claims) {
  const furthest = Math.max(1.2, ...claims.map(({ ratio }) => Math.max(ratio, 1 / ratio)));
  return [1 / furthest / 1.08, furthest * 1.08];
}

const narrowest = 440; // below, these figures scroll sideways
const steps = [1, 1.1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000, 1e4, 1e6];

// Ratios that people think in, on both sides of 1, as many as have room.
function ticksWithin([least, most], width) {
  const each = width / Math.log(most / least); // pixels of a factor of e
  const above = steps.filter((step) => step < most);
  const kept = above.filter((step, i) => i === 0 || each * Math.log(step) >= 34);
  const apart = kept.filter((step, i) =>
    kept.slice(0, i).every((other) => other === step || each * Math.log(step / other) >= 34),
  );
  return [
    ...apart
      .slice(1)
      .map((step) => 1 / step)
      .filter((value) => value > least)
      .reverse(),
    ...apart,
  ];
}

const axisX = (claims, width) => {
  const domain = domainOf(claims);
  return {
    type: "log",
    domain,
    grid: true,
    labelAnchor: "center",
    labelArrow: "none",
    label: "simulated over published",
    ticks: ticksWithin(domain, width),
    tickFormat: tick,
  };
};

const symbols = (claims, y, dy = 0) =>
  ["pass", "miss"].map((status) =>
    Plot.dot(
      claims.filter((claim) => claim.status === status),
      {
        x: "ratio",
        y,
        dy,
        ...styleOf(status, 0.65),
        ariaLabel: (claim) => `${claim.id}: ratio ${claim.ratio}, ${status}`,
        title: tipOf,
        tip: true,
      },
    ),
  );

function machineRows(names, rows, rated, width) {
  const left = nameAxis(names, width, { padding: 0.1 });
  const right = 24 + Math.ceil(Math.max(...rows.map(({ text }) => textWidth(text))));
  return chart({
    width,
    height: 56 + 30 * names.length,
    marginTop: 8,
    marginBottom: 50,
    ...left,
    marginRight: right,
    x: axisX(rated, width - left.marginLeft - right),
    marks: [
      Plot.ruleY(names, { y: (name) => name, stroke: "var(--rule)" }),
      Plot.ruleX([1], { stroke: "var(--muted)" }),
      ...symbols(rated, "machine"),
      Plot.text(rows, {
        y: "machine",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 12,
        text: "text",
      }),
    ],
  });
}

/** One row for each machine. */
export function machinesFigure(claims) {
  const machines = byMachine(claims);
  const names = [...machines.keys()];
  const rated = claims.filter(hasRatio);
  const rows = names.map((machine) => {
    const lacking = machines.get(machine).filter(lack).length;
    return {
      machine,
      text: countText(machines.get(machine)) + (lacking ? `, ${lacking} unavailable` : ""),
    };
  });
  return figure({
    id: "machines",
    title: "How far off, machine by machine",
    reading:
      "Each mark is a claim: the simulated value over the published one. At 1 they agree; " +
      "twice and half are equally far from it. Crosses are misses: further off than the claim " +
      "allows. Beside " +
      "each row stand its misses, and the claims that are unavailable: nobody printed a value, " +
      "or none could be simulated.",
    draw: (size) =>
      rated.length === 0
        ? { empty: "No claim has both a published and a simulated value." }
        : {
            legend,
            panels: [
              {
                svg: machineRows(names, rows, rated, Math.max(narrowest, size)),
              },
            ],
          },
  });
}

// The claim's name without its machine.
const shortId = (id) => id.slice(id.indexOf("/") + 1);

function claimRows(claims, width) {
  const left = nameAxis(
    claims.map(({ id }) => id),
    width,
    { text: shortId },
  );
  const rated = claims.filter(hasRatio);
  const domain = domainOf(rated);
  const inside = (x) => Math.max(domain[0], Math.min(domain[1], x));
  return chart({
    width,
    height: 56 + 17 * claims.length,
    marginTop: 8,
    marginBottom: 50,
    ...left,
    marginRight: 100,
    x: axisX(rated, width - 100 - left.marginLeft),
    marks: [
      Plot.ruleX([1], { stroke: "var(--muted)" }),
      Plot.barX(rated, {
        x1: (claim) => inside(Math.max(1e-9, 1 - claim.tolerance)),
        x2: (claim) => inside(1 + claim.tolerance),
        y: "id",
        fill: "var(--quiet)",
        fillOpacity: 0.35,
        insetTop: 2,
        insetBottom: 2,
      }),
      ...symbols(rated, "id"),
      Plot.text(claims, {
        y: "id",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 12,
        text: (claim) =>
          lack(claim) || `${significant(claim.ratio)}${claim.status === "miss" ? ", miss" : ""}`,
        fill: (claim) =>
          lack(claim) ? "var(--muted)" : claim.status === "miss" ? "var(--miss)" : "currentColor",
      }),
    ],
  });
}

// The machine with most misses is what a reader looks for first.
function mostMissed(machines) {
  const misses = (claims) => claims.filter(({ status }) => status === "miss").length;
  return [...machines].reduce((best, one) => (misses(one[1]) > misses(best[1]) ? one : best))[0];
}

/** One row for each claim of a machine, with what it allows. */
export function claimsFigure(claims) {
  const machines = byMachine(claims);
  let machine = machines.size > 0 ? mostMissed(machines) : "";
  return figure({
    id: "claims",
    title: "Claim by claim",
    reading:
      "The grey band is what the claim allows, the mark the simulated value over the " +
      "published one; crosses lie outside the band. Rows in grey have no published value, or " +
      "none could be simulated.",
    controls: (redraw) =>
      machines.size > 1
        ? [
            choice(
              "Machine",
              [...machines].map(([name, own]) => [name, `${name}: ${countText(own)}`]),
              machine,
              (value) => {
                machine = value;
                redraw();
              },
            ),
          ]
        : [],
    draw: (width) => {
      const own = machines.get(machine) ?? [];
      if (!own.some(hasRatio))
        return { empty: "No claim of this machine has both a published and a simulated value." };
      return {
        legend: [...legend, { label: "allowed", colour: "var(--quiet)" }],
        panels: [{ svg: claimRows(own, Math.max(narrowest, width)) }],
      };
    },
  });
}
