// SPDX-License-Identifier: Apache-2.0
// Points that differ in one axis alone, and the middle of values.

/** The middle one of sorted values, or the mean of the two there. */
export const median = (sorted) =>
  sorted.length % 2
    ? sorted[(sorted.length - 1) / 2]
    : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;

/** Points that differ in this axis alone, group by group; none if all groups have one value. */
export function groupsAlong(axis, axes, points) {
  const groups = new Map();
  for (const point of points) {
    const key = axes.map((other) => (other === axis ? "" : other.rank(point))).join(" ");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(point);
  }
  return [...groups.values()].filter((group) =>
    group.some((point) => axis.rank(point) !== axis.rank(group[0])),
  );
}
