// SPDX-License-Identifier: Apache-2.0
// What changes of the config's parameters save: `nzsim run --explain`.
import { percent } from "../numbers.js";
import { tableSection } from "../table.js";

// Switches are words among numbers and names.
const word = (value) => (typeof value === "boolean" ? String(value) : (value ?? null));
const text = (value) => String(value);

const columns = [
  { key: "parameter", label: "parameter" },
  { key: "now", label: "now", text, value: ({ now }) => word(now) },
  { key: "changed_to", label: "changed to", text, value: ({ change }) => word(change?.value) },
  {
    key: "saves",
    label: "saves",
    text: percent,
    value: ({ change }) => change?.time_saved ?? null,
  },
  { key: "at_its_end", label: "at its end", text, value: ({ at_most: end }) => word(end?.value) },
  {
    key: "at_most",
    label: "at most",
    text: percent,
    value: ({ at_most: end }) => end?.time_saved ?? null,
  },
];

export const gainsTable = (gains) =>
  tableSection({
    id: "gains",
    title: "What changes of parameters save",
    rows: gains,
    columns,
    note:
      "Each change was made and simulated: the share of the time that it saves, less than 0 " +
      "where it costs time. A parameter of time alone was brought to both ends of its range, too.",
  });
