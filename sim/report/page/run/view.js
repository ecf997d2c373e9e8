// SPDX-License-Identifier: Apache-2.0
// The page of a run.
import { uniqueNames } from "../chart.js";
import { element } from "../dom.js";
import { energyText, grouped, percent, significant, timeText } from "../numbers.js";
import { areaFigure, energyFigure, layerEnergyFigure } from "./components.js";
import { gainsTable } from "./gains.js";
import { cyclesFigure, layerTable, utilisationFigure } from "./layers.js";
import { rooflineFigure } from "./roofline.js";
import { timeFigure } from "./time.js";

function outputs({ verified }) {
  if (verified === null) return ["Outputs", "not computed"];
  return ["Outputs", verified ? "verified" : "not verified", verified ? "good" : "bad"];
}

function facts({ layers, failures, network, total }) {
  const power = total.time_us > 0 ? (total.energy_pj / total.time_us) * 1e-6 : null;
  const rests = ({ published, derived, assumed }) =>
    `${percent(published)} published, ${percent(derived)} derived, ${percent(assumed)} assumed`;
  return [
    ["Cycles", grouped(total.cycles)],
    ["Time", timeText(total.time_us)],
    ["Energy on chip", energyText(total.energy_pj)],
    ["Mean power", power === null ? "–" : `${significant(power)} W`],
    ["Area", `${significant(total.area_total_mm2)} mm²`],
    outputs(total),
    total.accuracy === null ? null : ["Classified rightly", percent(total.accuracy)],
    network ? ["Images per second", grouped(network.images_per_s)] : null,
    network ? ["Bottleneck", network.bottleneck] : null,
    layers.length > 0 ? ["Energy rests on prices", rests(total.standing.energy), "wide"] : null,
    ["Area rests on prices", rests(total.standing.area), "wide"],
    failures.length > 0 ? ["Layers without a result", grouped(failures.length), "bad"] : null,
  ].filter(Boolean);
}

const failed = (failures) =>
  failures.length === 0
    ? []
    : [
        element(
          "section",
          { class: "figure", id: "failures" },
          element("header", {}, element("h3", {}, "Layers without a result")),
          element(
            "dl",
            { class: "failures" },
            failures.flatMap(({ name, message }) => [
              element("dt", {}, name),
              element("dd", {}, message),
            ]),
          ),
        ),
      ];

export function runView(run) {
  const names = uniqueNames(run.layers.map(({ name }) => name));
  const layers = run.layers.map((layer, i) => ({ ...layer, key: names[i] }));
  return {
    heading: run.config_title,
    subject: [
      ["Workload", `${run.workload_title} (${run.workload})`],
      ["Config", run.config],
      ["Prices", `${run.prices_title} (${run.prices})`],
      ["Engine", run.engine],
    ],
    facts: facts(run),
    sections: [
      [
        "Time",
        [
          timeFigure(layers),
          cyclesFigure(run, layers),
          utilisationFigure(layers),
          rooflineFigure(layers),
        ],
      ],
      ["Energy and area", [energyFigure(run), areaFigure(run), layerEnergyFigure(run, layers)]],
      ["Layers", [...failed(run.failures), layerTable(layers)]],
      ...(run.gains ? [["Changes", [gainsTable(run.gains)]]] : []),
    ],
  };
}
