// SPDX-License-Identifier: Apache-2.0
// page_test.mjs NZSIM CHROMIUM [FOLDER]: opens the pages of nzsim report in a browser, without a
// network, and compares what they show with the documents. FOLDER keeps the pages and pictures.
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBrowser } from "./browser.mjs";
import { makePages } from "./documents.mjs";
import { expectedTable, expectText, medianFactor, timeBars, unbeaten } from "./expected.mjs";
import * as inPage from "./in_page.mjs";

const [nzsim, chromium, kept] = process.argv.slice(2);
const folder = kept ?? mkdtempSync(join(tmpdir(), "nzsim-pages-"));
mkdirSync(folder, { recursive: true });
let failures = 0;

async function check(name, work) {
  const begin = Date.now();
  try {
    const said = await work();
    console.log(`ok    ${name} (${Date.now() - begin} ms)${said ? `: ${said}` : ""}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILED ${name}: ${error.stack}`);
  }
}

const near = (a, b, allowed, what) =>
  assert.ok(Math.abs(a - b) <= allowed, `${what}: ${a} instead of ${b}`);

// Opens a page; after `work` nothing may have gone wrong in it, and nothing may have been fetched.
async function visit(tab, { page }, [scheme, width], work) {
  tab.complaints.length = tab.requests.length = 0;
  await tab.size(width, 1000);
  await tab.scheme(scheme);
  await tab.visit(`file://${page}`);
  await tab.run(inPage.drawn());
  const said = await work();
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual(
    tab.requests.filter((url) => url !== `file://${page}` && url !== "about:blank"),
    [],
  );
  return said;
}

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

async function expectTable(tab, document) {
  const { id, rows } = expectedTable(document);
  const shown = await tab.run(inPage.tableRows(id));
  assert.deepEqual(
    shown.rows.map((row) => row.map(({ value }) => value)),
    rows,
  );
  const unnamed = new Set(["kept"]);
  for (const row of shown.rows)
    for (const { value, text } of row)
      if (value !== false || !unnamed.has(text)) {
        if (value === false) assert.ok(["", "–", "wrong"].includes(text), text);
        else expectText(value, text);
      }
  return `${rows.length * (rows[0]?.length ?? 0)} cells`;
}

const brightness = (colour) =>
  colour
    .match(/[\d.]+/g)
    .slice(0, 3)
    .reduce((sum, c) => sum + Number(c), 0) / 3;

// Every view in both colours and on a narrow screen.
async function everyView(tab, pages) {
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
          if (kept)
            writeFileSync(join(folder, `${name}_${scheme}_${width}.png`), await tab.screenshot());
          return scheme === "light" && width > 1000 && name !== "many"
            ? expectTable(tab, made.document)
            : "";
        }),
      );
    }
  }
}

async function runMarks(tab, { document, page }) {
  await check("bars of the time are as long as the document says", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const shown = await tab.run(inPage.marks("time"));
      const wanted = timeBars(document);
      assert.deepEqual(
        shown.map(({ label }) => label).sort(),
        wanted.map(([label]) => label).sort(),
      );
      const lengths = new Map(wanted);
      const scale = Math.max(...shown.map(({ label, width }) => width / lengths.get(label)));
      for (const { label, width } of shown) near(width, lengths.get(label) * scale, 1.5, label);
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
        assert.deepEqual(shown.map(({ label }) => label).sort(), [...wanted.keys()].sort());
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
}

async function sweepMarks(tab, { document, page }) {
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
  await check("the Pareto front is what comparing all pairs gives", () =>
    visit(tab, { page }, ["dark", 1280], async () => {
      await tab.run(inPage.choose("pareto", "Across", "cycles"));
      await tab.run(inPage.choose("pareto", "Upwards", "energy_uj"));
      await tab.run(inPage.choose("pareto", "Compare", "all"));
      const shown = (await tab.run(inPage.marks("pareto"))).map(({ label }) =>
        Number(/^point (\d+)/.exec(label)[1]),
      );
      assert.deepEqual(
        shown.sort((a, b) => a - b),
        unbeaten(document.points, "cycles", "energy_uj"),
      );
    }),
  );
}

async function compareMarks(tab, { document, page }) {
  await check("claims stand where the document says, misses marked", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const rated = document.claims.filter(({ ratio }) => ratio > 0);
      const shown = await tab.run(inPage.marks("machines"));
      assert.deepEqual(
        shown.map(({ label }) => label).sort(),
        rated.map((claim) => `${claim.id}: ratio ${claim.ratio}, ${claim.status}`).sort(),
      );
      const of = (claim) => shown.find(({ label }) => label.startsWith(`${claim.id}: `)).x;
      const [first, second] = [...rated]
        .sort((a, b) => a.ratio - b.ratio)
        .filter((_, i, all) => i === 0 || i === all.length - 1);
      const scale = (of(second) - of(first)) / Math.log(second.ratio / first.ratio);
      for (const claim of rated)
        near(of(claim), of(first) + scale * Math.log(claim.ratio / first.ratio), 1, claim.id);
      const misses = rated.filter(({ status }) => status === "miss");
      assert.ok(
        misses.length > 0 && misses.length < rated.length && rated.length < document.claims.length,
      );
      assert.equal((await tab.run(inPage.marks("scatter"))).length, rated.length);
      return `${rated.length} claims, ${misses.length} misses`;
    }),
  );
}

async function tables(tab, { document, page }) {
  await check("10,000 points filter and sort without a pause", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const few = await tab.run(inPage.filter("points", "slots>=30 width=64 energy_uj<2"));
      const wanted = document.points.filter(
        ({ values, metrics }) => values.slots >= 30 && values.width === 64 && metrics.energy_uj < 2,
      );
      assert.equal(few.count, `${wanted.length} of 10,000 rows`);
      assert.ok(few.elements < 100, "more rows are on the page than can be seen");
      const words = await tab.run(inPage.filter("points", "FAILED"));
      assert.equal(
        words.count,
        `${document.points.filter(({ status }) => status === "failed").length} of 10,000 rows`,
      );
      const wrong = await tab.run(inPage.filter("points", "slotz>3 width="));
      assert.equal(wrong.wrong, "no column is called slotz; width= lacks a value");
      const all = await tab.run(inPage.filter("points", ""));
      assert.equal(all.count, "10,000 rows");
      const up = await tab.run(inPage.sort("points", "cycles"));
      const down = await tab.run(inPage.sort("points", "cycles"));
      const cycles = document.points
        .map(({ metrics }) => metrics.cycles)
        .filter(Number.isFinite)
        .sort((a, b) => a - b);
      assert.deepEqual([up.order, up.values.slice(0, 5)], ["ascending", cycles.slice(0, 5)]);
      assert.deepEqual(
        [down.order, down.values.slice(0, 5)],
        ["descending", cycles.reverse().slice(0, 5)],
      );
      const slowest = Math.max(few.ms, words.ms, all.ms);
      assert.ok(
        slowest < 150 && Math.max(up.ms, down.ms) < 300,
        `${slowest} ms, sorted in ${up.ms} and ${down.ms}`,
      );
      const sorted = Math.max(up.ms, down.ms);
      return `filtered in ${slowest.toFixed(0)} ms, sorted in ${sorted.toFixed(0)} ms`;
    }),
  );
  await check("a table shows other rows when it is scrolled", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const seen = await tab.run(`(async () => {
      const view = document.querySelector("#points .rows");
      view.scrollTop = 28 * 7000;
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
      const box = view.getBoundingClientRect();
      const inSight = (row) => row.getBoundingClientRect().top > box.top + 32 &&
        row.getBoundingClientRect().bottom < box.bottom;
      return [...view.querySelectorAll("tbody tr:not(.space)")].filter(inSight)
        .map((row) => Number(row.cells[0].textContent.replace(",", "")));
    })()`);
      assert.ok(seen.length > 15 && Math.abs(seen[0] - 7001) < 3, `${seen}`);
    }),
  );
}

async function switches(tab, { page }) {
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

// Both ways to an SVG file give the same; the browser can draw each on its own.
async function svgFiles(tab, pages) {
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
        if (kept) writeFileSync(join(out, `${name}_${file}.png`), await tab.screenshot());
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
      tab.requests.splice(
        0,
        tab.requests.length,
        ...tab.requests.filter((url) => !url.startsWith("blob:")),
      );
    }),
  );
}

const pages = makePages(nzsim, folder);
const browser = await startBrowser(chromium);
try {
  const tab = await browser.open();
  await everyView(tab, pages);
  await runMarks(tab, pages.run);
  await sweepMarks(tab, pages.sweep);
  await compareMarks(tab, pages.compare);
  await tables(tab, pages.many);
  await switches(tab, pages.run);
  await svgFiles(tab, pages);
} finally {
  await browser.close();
  if (!kept) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
