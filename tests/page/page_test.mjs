// SPDX-License-Identifier: Apache-2.0
// page_test.mjs NZSIM CHROMIUM [FOLDER]: opens the pages of nzsim report in a browser, without a
// network, and compares what they show with the documents. FOLDER keeps the pages and pictures.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBrowser } from "./browser.mjs";
import { failed } from "./checks.mjs";
import { compareMarks } from "./compare_marks.mjs";
import { makePages } from "./documents.mjs";
import { runMarks } from "./run_marks.mjs";
import { svgFiles } from "./svg_files.mjs";
import { fronts, samples, sweepMarks } from "./sweep_marks.mjs";
import { tables } from "./tables.mjs";
import { tips } from "./tips.mjs";
import { everyView, switches } from "./views.mjs";

const [nzsim, chromium, kept] = process.argv.slice(2);
const folder = kept ?? mkdtempSync(join(tmpdir(), "nzsim-pages-"));
mkdirSync(folder, { recursive: true });
const keep = kept ? (name, picture) => writeFileSync(join(folder, name), picture) : null;

const pages = makePages(nzsim, folder);
const browser = await startBrowser(chromium);
try {
  const tab = await browser.open();
  await everyView(tab, pages, keep);
  await runMarks(tab, pages.run);
  await sweepMarks(tab, pages.sweep);
  await fronts(tab, pages);
  await samples(tab, pages.sampled);
  await compareMarks(tab, pages.compare);
  await tips(tab, pages);
  await tables(tab, pages.many);
  await switches(tab, pages.run);
  await svgFiles(tab, pages, { nzsim, chromium, folder, keep });
} finally {
  await browser.close();
  if (!kept) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed() ? 1 : 0;
