// SPDX-License-Identifier: Apache-2.0
// The points of a sweep as rows, and its axes: columns that always change together are one.

const text = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** A value of an axis for people: lists and objects as JSON. */
export const valueText = (value) => (value === undefined ? "–" : text(value));

const distinct = (points, name) => new Set(points.map((point) => text(point.values[name])));

// Whether `name` follows from `other` in all points, which says something only where values repeat.
function follows(points, name, other) {
  const seen = new Map();
  for (const { values } of points) {
    const [a, b] = [text(values[other]), text(values[name])];
    if (!seen.has(a)) seen.set(a, b);
    else if (seen.get(a) !== b) return false;
  }
  return seen.size < points.length;
}

/**
 * [{name, column, task, of, values, rank}]: `of` gives a point's value, `values` has them all in
 * order, `rank` tells where a point's value stands among them.
 */
export function axesOf({ columns, points }) {
  const varied = columns.filter(({ name }) => distinct(points, name).size > 1);
  const led = new Map(); // a column that follows from an earlier or later one, by its leader
  for (const { name } of varied) {
    const leader = varied.find(
      (other) => other.name !== name && !led.has(other.name) && follows(points, name, other.name),
    );
    if (leader) led.set(name, leader.name);
  }
  return varied
    .filter(({ name }) => !led.has(name))
    .map(({ name, task }) => {
      const all = [
        ...new Map(points.map(({ values }) => [text(values[name]), values[name]])).values(),
      ];
      const numeric = all.every((value) => typeof value === "number");
      const values = numeric ? all.sort((a, b) => a - b) : all;
      const places = new Map(values.map((value, i) => [text(value), i]));
      const ranks = new Map(points.map((point) => [point, places.get(text(point.values[name]))]));
      return {
        name: [name, ...[...led].filter(([, by]) => by === name).map(([one]) => one)].join(", "),
        column: name,
        task,
        of: (point) => point.values[name],
        values,
        rank: (point) => ranks.get(point),
      };
    });
}

/** Points of the same task, by its name: only those compute the same. "" is the only one. */
export function tasksOf({ columns, points }) {
  const names = columns
    .filter(({ name, task }) => task && distinct(points, name).size > 1)
    .map(({ name }) => name);
  const tasks = new Map();
  for (const point of points) {
    const task = names.map((name) => `${name} ${text(point.values[name])}`).join(", ");
    if (!tasks.has(task)) tasks.set(task, []);
    tasks.get(task).push(point);
  }
  return tasks;
}

export const succeeded = (sweep) => sweep.points.filter(({ status }) => status === "ok");
