// SPDX-License-Identifier: Apache-2.0
// The figures of a run against its document.
import assert from "node:assert/strict";
import { check, expectLabels, near, visit } from "./checks.mjs";
import { timeBars } from "./expected.mjs";
import * as inPage from "./in_page.mjs";

// Bars of a row begin where the one before ends, and together are as long as those of other rows.
function expectTiled(shown, { layers }) {
  const rows = layers.flatMap(({ name, stalls }) =>
    Object.keys(stalls).map((block) =>
      shown
        .filter(({ label }) => label.startsWith(`${name}, ${block}, `))
        .map(({ x, width }) => [x - width / 2, x + width / 2])
        .sort(([a], [b]) => a - b),
    ),
  );
  for (const row of rows) {
    near(row[0][0], rows[0][0][0], 1.5, "the begin of a row");
    near(row.at(-1)[1], rows[0].at(-1)[1], 1.5, "the end of a row");
    row.slice(1).forEach(([left], i) => near(left, row[i][1], 1.5, "a bar's begin"));
  }
}

export async function runMarks(tab, { document, page }) {
  await check("bars of the time are as long as the document says", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const shown = await tab.run(inPage.marks("time"));
      const wanted = timeBars(document);
      expectLabels(
        shown,
        wanted.map(([label]) => label),
      );
      const lengths = new Map(wanted);
      const scale = Math.max(...shown.map(({ label, width }) => width / lengths.get(label)));
      for (const { label, width } of shown) near(width, lengths.get(label) * scale, 1.5, label);
      expectTiled(shown, document);
      return `${shown.length} bars`;
    }),
  );
  await check("energy, area and cycles are as long as the document says", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const { components } = document.total;
      for (const [id, rows] of [
        ["energy", components.map((one) => [one.component, one.energy_pj / 1e6])],
        ["area", components.map((one) => [one.component, one.area_mm2])],
        ["cycles", document.layers.map((layer) => [layer.name, layer.cycles])],
      ]) {
        const wanted = new Map(
          rows
            .filter(([, value]) => value > 0)
            .map(([name, value]) => [`${name}: ${value}`, value]),
        );
        const shown = await tab.run(inPage.marks(id));
        expectLabels(shown, wanted.keys());
        const most = Math.max(...wanted.values()),
          longest = Math.max(...shown.map(({ width }) => width));
        for (const { label, width } of shown)
          near(width, (longest * wanted.get(label)) / most, 1.5, `${id} of ${label}`);
      }
    }),
  );
  await check("the roofline stands where the document says", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const shown = await tab.run(inPage.marks("roofline"));
      const wanted = document.layers.map((layer) => [
        (2 * layer.macs_effectual) / layer.off_chip_bytes,
        (2e-3 * layer.macs_effectual) / layer.time_us,
      ]);
      assert.equal(shown.length, wanted.length);
      shown.forEach(({ label }, i) => {
        const said = /: (.*) GOP\/s, (.*) operations per byte$/.exec(label).slice(1).map(Number);
        near(said[0] / wanted[i][1], 1, 1e-9, `GOP/s of ${label}`);
        near(said[1] / wanted[i][0], 1, 1e-9, `operations per byte of ${label}`);
      });
      const roofs = await tab.run(inPage.figureText("roofline"));
      assert.ok(roofs.includes("102 GOP/s") && roofs.includes("12.8 GB/s"), roofs);
      const [[x0, y0], [x1, y1]] = wanted.map(([x, y]) => [Math.log(x), Math.log(y)]);
      const slope = {
        x: (shown[1].x - shown[0].x) / (x1 - x0),
        y: (shown[1].y - shown[0].y) / (y1 - y0),
      };
      wanted.forEach(([x, y], i) => {
        near(shown[i].x, shown[0].x + slope.x * (Math.log(x) - x0), 1, "across");
        near(shown[i].y, shown[0].y + slope.y * (Math.log(y) - y0), 1, "upwards");
      });
      assert.ok(slope.x > 0 && slope.y < 0);
    }),
  );
  await check("the other figures of a run have what the document has", () =>
    visit(tab, { page }, ["dark", 1280], async () => {
      expectLabels(
        await tab.run(inPage.marks("utilisation")),
        document.layers.map((layer) => `${layer.name}: ${100 * layer.utilization}`),
      );
      expectLabels(
        await tab.run(inPage.marks("layer-energy")),
        document.layers.flatMap((layer) =>
          Object.entries(layer.energy_pj)
            .filter(([, pj]) => pj > 0)
            .map(([component, pj]) => `${layer.name}, ${component}: ${pj} pJ`),
        ),
      );
      await tab.run(inPage.choose("time", "Blocks", "processing_element"));
      await tab.run(inPage.choose("time", "Bars", "cycles"));
      const bars = await tab.run(inPage.marks("time"));
      assert.ok(bars.every(({ label }) => label.includes(", processing_element, ")));
      const shares = new Map(timeBars(document));
      const cycles = new Map(document.layers.map((layer) => [layer.name, layer.cycles]));
      const lengthOf = (label) =>
        shares.get(label) * cycles.get(label.slice(0, label.indexOf(",")));
      const scale = Math.max(...bars.map(({ label, width }) => width / lengthOf(label)));
      for (const { label, width } of bars) near(width, lengthOf(label) * scale, 1.5, label);
    }),
  );
}
