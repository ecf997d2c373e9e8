// SPDX-License-Identifier: Apache-2.0
// Every view, in both colours and on a narrow screen: its frame, its layout, its table.
import assert from "node:assert/strict";
import { check, visit } from "./checks.mjs";
import { expectedTables, expectText } from "./expected.mjs";
import * as inPage from "./in_page.mjs";

async function expectFrame(tab, document) {
  const shown = await tab.run(inPage.frame());
  for (const figure of shown.figures) {
    assert.ok(
      figure.title && figure.reading.length > 40 && figure.save,
      `${figure.id} has no title, reading or button`,
    );
    assert.ok(figure.svgs > 0 || figure.empty, `${figure.id} shows nothing`);
  }
  assert.ok(shown.figures.length >= 3);
  assert.ok(shown.title.endsWith(`- nzsim ${document.nzsim}`));
  return shown;
}

async function expectLayout(tab) {
  assert.ok((await tab.run(inPage.tooWide())) <= 0, "the page is wider than its window");
  assert.deepEqual(await tab.run(inPage.clipped()), []);
}

async function expectTables(tab, document) {
  let cells = 0;
  for (const { id, rows } of expectedTables(document)) {
    const shown = await tab.run(inPage.tableRows(id));
    assert.deepEqual(
      shown.rows.map((row) => row.map(({ value }) => value)),
      rows,
    );
    for (const { value, text } of shown.rows.flat()) expectText(value, text);
    cells += shown.rows.flat().length;
  }
  return `${cells} cells`;
}

export const brightness = (colour) =>
  colour
    .match(/[\d.]+/g)
    .slice(0, 3)
    .reduce((sum, c) => sum + Number(c), 0) / 3;

// Every view in both colours and on a narrow screen.
export async function everyView(tab, pages, keep) {
  for (const [name, made] of Object.entries(pages)) {
    for (const [scheme, width] of [
      ["light", 1280],
      ["dark", 1280],
      ["light", 380],
    ]) {
      await check(`${name}, ${scheme}, ${width} wide`, () =>
        visit(tab, made, [scheme, width], async () => {
          const { background } = await expectFrame(tab, made.document);
          assert.equal(brightness(background) > 128, scheme === "light", background);
          await expectLayout(tab);
          const contrast = await tab.run(inPage.contrast());
          assert.ok(contrast >= 4.5, `a contrast of ${contrast}`);
          if (keep) keep(`${name}_${scheme}_${width}.png`, await tab.screenshot());
          return scheme === "light" && width > 1000 && name !== "many"
            ? expectTables(tab, made.document)
            : "";
        }),
      );
    }
  }
}

export async function switches(tab, { page }) {
  await check("the switch turns the colours", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const colours = () => tab.run("getComputedStyle(document.body).backgroundColor");
      const before = await colours();
      await tab.run("document.getElementById('theme').click()");
      const after = await colours();
      assert.ok(brightness(before) > 200 && brightness(after) < 60, `${before}, ${after}`);
      assert.equal(await tab.run("document.getElementById('theme').textContent"), "Light colours");
      await tab.run("document.getElementById('theme').click()");
      assert.equal(await colours(), before);
    }),
  );
}
