// SPDX-License-Identifier: Apache-2.0
// What a block spends its cycles on, in the order in which it is stacked, with its colour.

const classes = [
  { test: (cause) => cause === "busy", shades: ["var(--busy)"] },
  {
    test: (cause) => cause.startsWith("starved"),
    shades: [1, 2, 3, 4].map((n) => `var(--starved${n})`),
  },
  {
    test: (cause) => cause.startsWith("blocked"),
    shades: [1, 2, 3, 4].map((n) => `var(--blocked${n})`),
  },
  { test: (cause) => cause.startsWith("held"), shades: [1, 2, 3].map((n) => `var(--held${n})`) },
  { test: (cause) => cause !== "idle", shades: [1, 2, 3].map((n) => `var(--other${n})`) },
  { test: () => true, shades: ["var(--idle)"] },
];

const classOf = (cause) => classes.findIndex(({ test }) => test(cause));

/** The causes of a block in the document: [cause, cycles], "busy" first and "idle" last. */
export function causesOf(block) {
  return Object.entries(block)
    .filter(([key]) => key !== "instances")
    .map(([key, cycles]) => [key.replace(/[_ ]cycles$/, ""), cycles])
    .sort(([a], [b]) => classOf(a) - classOf(b));
}

/** A colour for each of these causes: a family for each kind, a shade for each channel. */
export function causeColours(causes) {
  const used = classes.map(() => 0);
  const colours = new Map();
  for (const cause of [...causes].sort((a, b) => classOf(a) - classOf(b))) {
    const at = classOf(cause);
    const { shades } = classes[at];
    colours.set(cause, shades[used[at] % shades.length]);
    used[at] += 1;
  }
  return colours;
}
