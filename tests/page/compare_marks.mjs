// SPDX-License-Identifier: Apache-2.0
// The figures of a comparison against its document.
import assert from "node:assert/strict";
import { check, expectLabels, near, visit } from "./checks.mjs";
import * as inPage from "./in_page.mjs";

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
      expectLabels(
        await tab.run(inPage.marks("scatter")),
        rated.map(
          ({ id, published, simulated, status }) =>
            `${id}: ${published} published, ${simulated} simulated, ${status}`,
        ),
      );
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
