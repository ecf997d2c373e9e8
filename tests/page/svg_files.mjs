// SPDX-License-Identifier: Apache-2.0
// Figures as files: by `nzsim report --svg`, and by the buttons of the page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check, visit } from "./checks.mjs";

// Both ways to an SVG file give the same; the browser can draw each on its own.
export async function svgFiles(tab, pages, { nzsim, chromium, folder, keep }) {
  const out = join(folder, "svg");
  await check("--svg writes every figure as a file of its own", async () => {
    for (const name of ["run", "sweep", "compare"]) {
      execFileSync(nzsim, ["report", join(folder, `${name}.json`), "--svg", join(out, name)], {
        env: { ...process.env, NZSIM_CHROMIUM: chromium },
      });
    }
    assert.deepEqual(readdirSync(join(out, "run")).sort(), [
      "area.svg",
      "cycles.svg",
      "energy.svg",
      "layer-energy.svg",
      "roofline.svg",
      "time.svg",
      "utilisation.svg",
    ]);
    assert.deepEqual(readdirSync(join(out, "sweep")).sort(), [
      "curves.svg",
      "parallel.svg",
      "pareto.svg",
      "sensitivity.svg",
    ]);
    assert.deepEqual(readdirSync(join(out, "compare")).sort(), [
      "claims.svg",
      "machines.svg",
      "scatter.svg",
    ]);
    for (const name of ["run", "sweep", "compare"])
      for (const file of readdirSync(join(out, name))) {
        const text = readFileSync(join(out, name, file), "utf8");
        assert.ok(
          !/var\(|light-dark|oklab|NaN|undefined|<style|http(?!:\/\/www\.w3\.org)/.test(text),
          file,
        );
        await tab.visit(`file://${join(out, name, file)}`);
        const size = await tab.run(
          "[document.documentElement.tagName, document.querySelectorAll('path, rect, " +
            "circle').length > 3]",
        );
        assert.deepEqual(size, ["svg", true], file);
        if (keep) keep(`${name}_${file}.png`, await tab.screenshot());
      }
  });
  await check("the button saves what --svg writes", () =>
    visit(tab, pages.run, ["dark", 1280], async () => {
      await tab.send("Page.setDownloadBehavior", {
        behavior: "allow",
        downloadPath: tab.downloads,
      });
      await tab.run("document.querySelector('#energy .save').click()");
      const file = join(tab.downloads, "energy.svg");
      for (let i = 0; i < 100 && !existsSync(file); i++)
        await new Promise((done) => setTimeout(done, 20));
      assert.equal(
        readFileSync(file, "utf8"),
        readFileSync(join(out, "run", "energy.svg"), "utf8"),
      );
    }),
  );
}
