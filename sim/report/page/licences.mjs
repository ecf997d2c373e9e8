// SPDX-License-Identifier: Apache-2.0
// licences.mjs META OUT: the licences of all packages of which esbuild took something.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const [meta, out] = process.argv.slice(2);
const inputs = Object.values(JSON.parse(readFileSync(meta)).outputs)
  .flatMap(({ inputs }) => Object.entries(inputs))
  .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  .map(([file]) => file);
const packageOf = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const names = [...new Set(inputs.map((file) => packageOf.exec(file)?.[1]).filter(Boolean))].sort();

let text = "# What is bundled in report.js\n\nBeside the modules of this folder (Apache-2.0):\n";
for (const name of names) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const own = file ? readFileSync(`${folder}/${file}`, "utf8").trim().replace(/^/gm, "    ") : "";
  text += `\n## ${name} ${version}, ${license}\n\n${own.replace(/[ \t]+$/gm, "")}\n`;
}
writeFileSync(out, text);
