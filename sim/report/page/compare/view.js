// SPDX-License-Identifier: Apache-2.0
// The page of a compare.
import { grouped, percent, significant } from "../numbers.js";
import { tableSection } from "../table.js";
import { byMachine } from "./claims.js";
import { claimsFigure, machinesFigure } from "./ratios.js";
import { scatterFigure } from "./scatter.js";

const columns = [
  { key: "id", label: "claim", widest: 54 },
  { key: "machine", label: "machine" },
  { key: "metric", label: "metric" },
  { key: "workload", label: "workload" },
  { key: "layer", label: "layer", widest: 24 },
  { key: "published", label: "published" },
  { key: "simulated", label: "simulated" },
  { key: "unit", label: "unit" },
  { key: "ratio", label: "ratio", text: (ratio) => significant(ratio) },
  { key: "tolerance", label: "allowed", text: percent },
  { key: "status", label: "status" },
  { key: "standing", label: "standing" },
  { key: "fitted", label: "fitted", widest: 30 },
  { key: "note", label: "note", widest: 60, value: (claim) => claim.failure || claim.note },
  { key: "source", label: "source", widest: 60 },
];

export function compareView({ claims }) {
  const count = (status) => claims.filter((claim) => claim.status === status).length;
  const [missed, failed] = [count("miss"), claims.filter(({ failure }) => failure).length];
  return {
    heading: "Published against simulated",
    subject: [["Machines", [...byMachine(claims).keys()].join(", ") || "none"]],
    facts: [
      ["Claims", grouped(claims.length)],
      ["Pass", grouped(count("pass")), "good"],
      ["Miss", grouped(missed), missed > 0 ? "bad" : null],
      ["Unavailable", grouped(count("unavailable"))],
      ...(failed > 0 ? [["Not simulated", grouped(failed)]] : []),
    ],
    sections: [
      ["Machines", [machinesFigure(claims)]],
      ["Claims", [claimsFigure(claims), scatterFigure(claims)]],
      [
        "Table",
        [
          tableSection({
            id: "table",
            title: "All claims",
            rows: claims,
            columns,
            note:
              "Predicted claims had no part in making the model; calibrated ones say what " +
              "was fitted to them.",
            classOf: ({ status }) =>
              status === "miss" ? "bad" : status === "unavailable" ? "faint" : null,
          }),
        ],
      ],
    ],
  };
}
