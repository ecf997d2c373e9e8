// SPDX-License-Identifier: Apache-2.0
// The figures of a sweep against its document.
import assert from "node:assert/strict";
import { check, expectLabels, near, visit } from "./checks.mjs";
import { medianFactor, mediansAlong, unbeaten } from "./expected.mjs";
import * as inPage from "./in_page.mjs";

export async function sweepMarks(tab, { document, page }) {
  await check("how much axes matter is what the document says", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const shown = new Map(
        (await tab.run(inPage.marks("sensitivity"))).map(({ label }) => label.split(": ")),
      );
      for (const metric of document.metrics)
        for (const { name } of document.columns) {
          near(
            Number(shown.get(`${metric} over ${name}`)),
            medianFactor(document, name, metric),
            1e-9,
            `${metric} over ${name}`,
          );
        }
    }),
  );
  await check("curves go through the medians", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      for (const metric of document.metrics) {
        await tab.run(inPage.choose("curves", "Metric", metric));
        const shown = await tab.run(inPage.marks("curves"));
        const wanted = mediansAlong(document, metric);
        expectLabels(
          shown,
          wanted.map(([label, value]) => `${label}: ${value}`),
        );
      }
    }),
  );
  await check("lines of parallel coordinates cross each metric at its values", () =>
    visit(tab, { page }, ["dark", 1280], async () => {
      const lines = await tab.run(inPage.polylines("parallel"));
      assert.equal(lines.length, document.points.length);
      const { highest, lowest } = await tab.run(inPage.firstScale("parallel"));
      document.metrics.forEach((metric, i) => {
        const at = document.columns.length + i;
        const values = document.points.map(({ metrics }) => metrics[metric]).sort((a, b) => a - b);
        const heights = lines.map((line) => line[at]).sort((a, b) => b - a);
        const [least, most] = [values[0], values.at(-1)];
        const place = most / least > 30 ? Math.log : (value) => value;
        const scale = (heights.at(-1) - heights[0]) / (place(most) - place(least));
        values.forEach((value, row) =>
          near(heights[row], heights[0] + scale * (place(value) - place(least)), 0.2, metric),
        );
        near(heights[0], lowest, 0.2, `the least ${metric}`);
        near(heights.at(-1), highest, 0.2, `the most ${metric}`);
      });
    }),
  );
}

/** `sweep` has tasks, `many` has objectives in both directions. */
export async function fronts(tab, { sweep, many }) {
  const shownFront = async (x, y) => {
    await tab.run(inPage.choose("pareto", "Across", x));
    await tab.run(inPage.choose("pareto", "Upwards", y));
    const shown = await tab.run(inPage.marks("pareto"));
    return shown.map(({ label }) => Number(/^point (\d+)/.exec(label)[1])).sort((a, b) => a - b);
  };
  await check("the Pareto front is what comparing all pairs gives", () =>
    visit(tab, sweep, ["dark", 1280], async () => {
      await tab.run(inPage.choose("pareto", "Compare", "all"));
      const { points } = sweep.document;
      assert.deepEqual(
        await shownFront("cycles", "energy_uj"),
        unbeaten(points, "cycles", "energy_uj"),
      );
      await tab.run(inPage.choose("pareto", "Compare", "task"));
      assert.equal((await shownFront("cycles", "energy_uj")).length, points.length);
    }),
  );
  await check("of 10,000 points, too, and where more is better", () =>
    visit(tab, many, ["light", 1280], async () => {
      const { points } = many.document;
      const less = unbeaten(points, "cycles", "energy_uj");
      assert.deepEqual(await shownFront("cycles", "energy_uj"), less);
      const more = unbeaten(points, "energy_uj", "images_per_s", true);
      assert.deepEqual(await shownFront("energy_uj", "images_per_s"), more);
      return `${less.length} and ${more.length} points`;
    }),
  );
}

/** Points that differ in all axes at once: the other definition, with open dots. */
export async function samples(tab, sampled) {
  await check("sampled points are compared by parts of an axis", () =>
    visit(tab, sampled, ["light", 1280], async () => {
      const said = await tab.run(inPage.reading("sensitivity"));
      assert.match(said, /Open dots: no two points differ in this axis alone/);
      assert.match(said, /Groups with values that are not positive are left out: 1\./);
      const shown = await tab.run(inPage.marks("sensitivity"));
      const { points } = sampled.document;
      const medians = (name) => {
        const sorted = [...points].sort((a, b) => a.values[name] - b.values[name]);
        return [0, 8, 16, 24, 32].map((at) => {
          const part = sorted.slice(at, at + 8).map(({ metrics }) => metrics.time_us);
          part.sort((a, b) => a - b);
          return (part[3] + part[4]) / 2;
        });
      };
      const kinds = [0, 1, 2, 3].map((i) => {
        const own = points.filter((_, at) => at % 4 === i).map(({ metrics }) => metrics.time_us);
        own.sort((a, b) => a - b);
        return (own[4] + own[5]) / 2;
      });
      const kind = shown.find(({ label }) => label.startsWith("time_us over kind: "));
      const times = Math.max(...kinds) / Math.min(...kinds);
      near(Number(kind.label.split(": ")[1]) / times, 1, 1e-9, "kind");
      for (const name of ["density", "/weird <key>"]) {
        const wanted = Math.max(...medians(name)) / Math.min(...medians(name));
        const mark = shown.find(({ label }) => label.startsWith(`time_us over ${name}: `));
        near(Number(mark.label.split(": ")[1]) / wanted, 1, 1e-9, name);
      }
    }),
  );
}
