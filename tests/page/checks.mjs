// SPDX-License-Identifier: Apache-2.0
// A check has a name, says what it found, and costs no other one if it fails.
import assert from "node:assert/strict";
import * as inPage from "./in_page.mjs";

let failures = 0;

export const failed = () => failures > 0;

export async function check(name, work) {
  const begin = Date.now();
  try {
    const said = await work();
    console.log(`ok    ${name} (${Date.now() - begin} ms)${said ? `: ${said}` : ""}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILED ${name}: ${error.stack}`);
  }
}

export const near = (a, b, allowed, what) =>
  assert.ok(Math.abs(a - b) <= allowed, `${what}: ${a} instead of ${b}`);

/** Opens a page; after `work` nothing may have gone wrong in it, nothing have been fetched. */
export async function visit(tab, { page }, [scheme, width], work) {
  tab.complaints.length = tab.requests.length = 0;
  await tab.size(width, 1000);
  await tab.scheme(scheme);
  await tab.visit(`file://${page}`);
  await tab.run(inPage.drawn());
  const said = await work();
  assert.deepEqual(tab.complaints, []);
  const own = [`file://${page}`, "about:blank"];
  const fetched = (url) => !own.includes(url) && !url.startsWith("blob:");
  assert.deepEqual(tab.requests.filter(fetched), []);
  return said;
}

/** The labels of a figure's marks are these, each once. */
export function expectLabels(shown, wanted) {
  assert.deepEqual(shown.map(({ label }) => label).sort(), [...wanted].sort());
}
