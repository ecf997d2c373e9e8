// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them, as sim/report/numbers.h has them.

const thin = "\u202f"; // narrow no-break space between a number and its unit

/** "23,681": whole numbers. */
export function grouped(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Three or four significant digits: "0.0123", "1.23", "12.3", "1,234". */
export function significant(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2).replace("e+", "e");
  if (size >= 99.95) return grouped(value);
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.9995) return value.toFixed(2);
  return String(Number(value.toPrecision(3)));
}

/** A number of a table: a whole one with all its digits, another one as `significant`. */
export function cellNumber(value) {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? grouped(value) : significant(value);
}

/** "95.3 %". */
export const percent = (share) => `${(100 * share).toFixed(1)}${thin}%`;

// The value in steps of 1000, so that it lies between 1 and 1000 where there is a unit.
function withUnit(value, units, first) {
  let unit = first;
  while (unit + 1 < units.length && Math.abs(value) >= 999.5) {
    value /= 1000;
    unit += 1;
  }
  while (unit > 0 && value !== 0 && Math.abs(value) < 0.9995) {
    value *= 1000;
    unit -= 1;
  }
  return units[unit] ? significant(value) + thin + units[unit] : significant(value);
}

export const timeText = (us) => withUnit(us, ["ps", "ns", "µs", "ms", "s"], 2);
export const energyText = (pj) => withUnit(pj, ["fJ", "pJ", "nJ", "µJ", "mJ", "J"], 1);
export const bytesText = (bytes) => withUnit(bytes, ["B", "kB", "MB", "GB"], 0);
export const scaledText = (value) => withUnit(value, ["", "k", "M", "G", "T"], 0);

/** A tick of a logarithmic axis: no SI prefixes, which would contradict the unit of the axis. */
export function tick(value) {
  if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3)) {
    return value.toExponential(0).replace("e+", "e");
  }
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

const units = [
  ["_per_s_per_mm2", "per s and mm²"],
  ["_gb_per_s", "GB/s"],
  ["_per_s", "per s"],
  ["_per_j", "per J"],
  ["_us", "µs"],
  ["_uj", "µJ"],
  ["_pj", "pJ"],
  ["_mm2", "mm²"],
  ["_um2", "µm²"],
  ["_mw", "mW"],
  ["_w", "W"],
  ["_gops", "GOP/s"],
  ["_percent", "%"],
  ["_bytes", "bytes"],
  ["_bits", "bits"],
  ["_mhz", "MHz"],
  ["cycles", "cycles"],
];

/** The unit that the key of a metric ends in, "time_us" for example; "" if it names none. */
export function unitOf(key) {
  const found = units.find(([ending]) => key.endsWith(ending));
  return found ? found[1] : "";
}

/** "time_us, µs": a key of the document with its unit, for an axis. */
export function labelOf(key) {
  const unit = unitOf(key);
  return unit && unit !== key ? `${key}, in ${unit}` : key;
}

/** {unit, pj}: a unit of energy that suits values up to this one, and how many pJ it has. */
export function energyUnit(most) {
  const steps = [
    ["pJ", 1],
    ["nJ", 1e3],
    ["µJ", 1e6],
    ["mJ", 1e9],
    ["J", 1e12],
  ];
  const [unit, pj] = steps.findLast(([, size]) => most >= size) ?? steps[0];
  return { unit, pj };
}

/** A share that is small, but not nothing, is not called 0. */
export const sharePercent = (share) =>
  share > 0 && share < 0.0005 ? `< 0.1${thin}%` : percent(share);

/** A tick of a linear axis: "20k", "1.5M". */
export function compact(value) {
  const step = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ].find(([size]) => Math.abs(value) >= size);
  return step ? `${Number((value / step[0]).toPrecision(4))}${step[1]}` : tick(value);
}

/** [least, most] of any number of values: as arguments of Math.max they must not be too many. */
export function extent(values) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
