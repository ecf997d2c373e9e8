// SPDX-License-Identifier: Apache-2.0
// What a figure says of the mark under the pointer.
import assert from "node:assert/strict";
import { check, visit } from "./checks.mjs";
import * as inPage from "./in_page.mjs";

// Moves the pointer there; the words of the figure that come up.
async function pointed(tab, id, { x, y }) {
  await tab.run(`document.querySelector("#${id}").scrollIntoView({ behavior: "instant" })`);
  const top = await tab.run("window.scrollY");
  for (const step of [3, 1, 0]) {
    const place = { x: x + step, y: y - top };
    await tab.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...place });
  }
  await tab.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))");
  return tab.run(inPage.tip(id));
}

export async function tips(tab, { run, sweep, compare }) {
  for (const [made, id, wanted] of [
    [run, "time", /^fc2.*busy/s],
    [run, "energy", /J/],
    [run, "roofline", /operations per byte/],
    [sweep, "sensitivity", /times/],
    [sweep, "curves", /median of/],
    [sweep, "pareto", /point \d+/],
    [compare, "machines", /simulated/],
    [compare, "scatter", /published/],
  ]) {
    await check(`${id} says what is under the pointer`, () =>
      visit(tab, made, ["light", 1280], async () => {
        const marks = await tab.run(inPage.marks(id));
        const mark = marks.find(({ label }) => /^fc2.*busy/.test(label)) ?? marks[0];
        assert.match(await pointed(tab, id, mark), wanted);
      }),
    );
  }
  await check("parallel coordinates say which line is under the pointer", () =>
    visit(tab, sweep, ["light", 1280], async () => {
      const box = await tab.run(inPage.box("parallel"));
      const [line] = await tab.run(inPage.polylines("parallel"));
      const { x } = await tab.run(inPage.firstScale("parallel"));
      const said = await pointed(tab, "parallel", { x: box.x + x, y: box.y + line[0] });
      assert.match(said, /point \d+/);
    }),
  );
}
