// SPDX-License-Identifier: Apache-2.0
// The figures of a comparison against its document.
import assert from "node:assert/strict";
import { check, expectLabels, near, visit } from "./checks.mjs";
import * as inPage from "./in_page.mjs";

// Both scales are the same: a mark is as far to the right as upwards where both values agree.
function expectScatter(shown, rated) {
  const label = ({ id, published, simulated, status }) =>
    `${id}: ${published} published, ${simulated} simulated, ${status}`;
  expectLabels(shown, rated.map(label));
  const marks = new Map(shown.map((mark) => [mark.label, mark]));
  const sorted = [...rated].sort((a, b) => a.published - b.published);
  const [least, most] = [sorted[0], sorted.at(-1)];
  const [from, to] = [marks.get(label(least)), marks.get(label(most))];
  const scale = (to.x - from.x) / Math.log(most.published / least.published);
  assert.ok(scale > 0);
  for (const claim of rated) {
    const mark = marks.get(label(claim));
    const across = from.x + scale * Math.log(claim.published / least.published);
    const upwards = from.y - scale * Math.log(claim.simulated / least.simulated);
    near(mark.x, across, 1, `published ${claim.id}`);
    near(mark.y, upwards, 1, `simulated ${claim.id}`);
  }
}

export async function compareMarks(tab, { document, page }) {
  await check("claims stand where the document says, misses marked", () =>
    visit(tab, { page }, ["light", 1280], async () => {
      const rated = document.claims.filter(({ ratio }) => ratio > 0);
      const shown = await tab.run(inPage.marks("machines"));
      const labels = (claims) =>
        claims.map((claim) => `${claim.id}: ratio ${claim.ratio}, ${claim.status}`);
      expectLabels(shown, labels(rated));
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
      expectScatter(await tab.run(inPage.marks("scatter")), rated);
      await tab.run(inPage.choose("claims", "Machine", "eie"));
      expectLabels(
        await tab.run(inPage.marks("claims")),
        labels(rated.filter(({ machine }) => machine === "eie")),
      );
      const crosses = await tab.run(inPage.crosses("machines"));
      expectLabels(crosses, labels(misses));
      return `${rated.length} claims, ${misses.length} misses`;
    }),
  );
}
