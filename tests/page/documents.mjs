// SPDX-License-Identifier: Apache-2.0
// The documents that pages are made of: results of nzsim itself, and one of 10,000 points.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Exit code 1 is a claim that missed: a result like others.
function result(nzsim, words) {
  try {
    return execFileSync(nzsim, words, {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "inherit"],
    });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

const claims = [
  "eie/time_actual/nt-lstm",
  "eie/area",
  "eie/power",
  "eie/speedup/cpu/nt-we",
  "eie/projection28nm/area",
  "deep_compression/lenet-300-100",
  "deep_compression/lenet-5",
  "isaac",
  "forms",
  "sot_mram/trend",
  "ese",
];

// As a sweep of a machine would give them, without hours of simulation; some points are failed.
function manyPoints(count) {
  const widths = [16, 32, 64, 128, 256],
    slots = Array.from({ length: 20 }, (_, i) => 2 + 2 * i);
  const points = [];
  for (let i = 0; i < count; i++) {
    const values = {
      slots: slots[i % 20],
      width: widths[Math.floor(i / 20) % 5],
      pes: 4 + Math.floor(i / 100),
    };
    const cycles = Math.round((1e6 / values.pes) * (1 + 3 / values.slots)) + ((i * 7919) % 97);
    const energy = values.width * 0.01 + values.pes * 0.05 + 40 / values.width;
    points.push(
      i % 997 === 5
        ? {
            point: i,
            values,
            status: "failed",
            reason: "it took longer than 60 s",
            metrics: {},
            best: false,
          }
        : {
            point: i,
            values,
            status: "ok",
            metrics: {
              cycles,
              energy_uj: energy,
              images_per_s: 1e6 / (cycles + 900 * values.width),
            },
            best: i % 500 === 0,
          },
    );
  }
  return {
    nzsim: "sweep",
    version: 1,
    sweep: "many",
    title: "Ten thousand points, <b>of no machine</b> & </script>",
    config: "none/at-all",
    workload: "a-workload-whose-name-is-longer-than-anybody-would-like-to-read-on-a-narrow-screen",
    columns: ["slots", "width", "pes"].map((name) => ({ name, task: false })),
    metrics: ["cycles", "energy_uj", "images_per_s"],
    objectives: [
      { metric: "cycles", direction: "minimise" },
      { metric: "energy_uj", direction: "minimise" },
      { metric: "images_per_s", direction: "maximise" },
    ],
    points,
  };
}

// A run in which nothing came out, with names that are too long.
const emptyRun = {
  nzsim: "run",
  version: 1,
  machine: "m",
  config: "m/c",
  config_title: "A".repeat(120),
  workload: "w",
  workload_title: "<img src=x onerror=alert(1)>",
  engine: "decoupled",
  prices: "p",
  prices_title: "p",
  layers: [],
  failures: [{ name: "fc1", message: 'layer "fc1" does not fit: ' + "very ".repeat(60) + "large" }],
  total: {
    cycles: 0,
    time_us: 0,
    macs_dense: 0,
    macs_effectual: 0,
    energy_pj: 0,
    off_chip_energy_pj: 0,
    verified: false,
    accuracy: null,
    area_mm2: {},
    area_total_mm2: 0,
    components: [],
    standing: {
      energy: { published: 0, derived: 0, assumed: 0 },
      area: { published: 0, derived: 0, assumed: 0 },
    },
  },
};

const sweepOf = (columns, metrics, points) => ({
  nzsim: "sweep",
  version: 1,
  sweep: "s",
  title: "A sweep",
  config: "m/c",
  workload: "w",
  columns: columns.map((name) => ({ name, task: false })),
  metrics,
  objectives: [],
  points,
});

// Every point differs from every other in all axes, as sampled ones do; values of every kind, and a
// metric that is no number everywhere.
function sampled() {
  const kinds = [
    "a kind with a very long name indeed, longer than any axis",
    "b",
    [3, 32],
    { x: 1 },
  ];
  const points = Array.from({ length: 40 }, (_, i) => ({
    point: i,
    values: { density: ((i * 17) % 40) / 40 + 0.001, kind: kinds[i % 4], "/weird <key>": i + 1 },
    status: "ok",
    metrics: { time_us: 10 ** ((i * 13) % 40) / 1e12, loss: i % 5 ? i - 8 : null },
  }));
  return sweepOf(["density", "kind", "/weird <key>"], ["time_us", "loss"], points);
}

// Nothing came out of it; one axis, of one value.
const allFailed = sweepOf(
  ["slots"],
  ["cycles"],
  [{ point: 0, values: { slots: 2 }, status: "invalid", reason: "no: 2", metrics: {} }],
);

/** {name: {document, page}}: writes a page for each with `nzsim report`. */
export function makePages(nzsim, folder) {
  const texts = {
    run: result(nzsim, ["run", "eie/isca2016", "digits-mlp", "--format", "json"]),
    explained: result(nzsim, [
      ...["run", "eie/isca2016", "digits-mlp", "--layer", "fc3"],
      ...["--explain", "--values", "off", "--format", "json"],
    ]),
    network: result(nzsim, ["run", "memristor/isaac-ce", "digits-cnn", "--format", "json"]),
    sweep: result(nzsim, ["sweep", "pcnn-patterns", "--format", "json"]),
    compare: result(nzsim, ["compare", ...claims, "--format", "json"]),
    many: JSON.stringify(manyPoints(10000)),
    sampled: JSON.stringify(sampled()),
    all_failed: JSON.stringify(allFailed),
    empty: JSON.stringify(emptyRun),
    no_claims: JSON.stringify({ nzsim: "compare", version: 1, claims: [] }),
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const [file, page] = [join(folder, `${name}.json`), join(folder, `${name}.html`)];
      writeFileSync(file, text);
      execFileSync(nzsim, ["report", file, "--out", page], { stdio: "inherit" });
      return [name, { document: JSON.parse(text), page, bytes: readFileSync(page).length }];
    }),
  );
}
