// SPDX-License-Identifier: Apache-2.0
// Claims as the figures and the table need them.

const statusColours = { pass: "var(--pass)", miss: "var(--miss)" };

/** Options of a dot: discs pass, crosses miss. */
export const styleOf = (status, fillOpacity) =>
  status === "pass"
    ? { r: 4, symbol: "circle", fill: statusColours.pass, fillOpacity, stroke: "none" }
    : { r: 4, symbol: "times", fill: "none", stroke: statusColours.miss, strokeWidth: 2.2 };

/** Of a dot: what the claim says, and what came out. */
export const hasRatio = (claim) => claim.published > 0 && claim.simulated > 0;

/** The machines in the order of the document, each with its claims. */
export function byMachine(claims) {
  const machines = new Map();
  for (const claim of claims) {
    if (!machines.has(claim.machine)) machines.set(claim.machine, []);
    machines.get(claim.machine).push(claim);
  }
  return machines;
}

/** Why a claim has no ratio, in a few words; "" if it has one. */
export function lack(claim) {
  if (claim.failure) return "not simulated";
  if (claim.published === null) return "not printed";
  return hasRatio(claim) ? "" : "no ratio";
}

/** "3 of 41 missed". */
export function countText(claims) {
  const missed = claims.filter(({ status }) => status === "miss").length;
  const judged = claims.filter(({ status }) => status !== "unavailable").length;
  if (judged === 0) return "nothing to judge";
  return missed === 0 ? `all ${judged} pass` : `${missed} of ${judged} missed`;
}

export const legend = [
  { label: "pass", colour: statusColours.pass },
  { label: "miss", colour: statusColours.miss },
];
