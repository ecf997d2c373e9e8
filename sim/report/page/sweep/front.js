// SPDX-License-Identifier: Apache-2.0
// The Pareto front of two metrics: points that no other point of their task beats.

/** `larger[i]`: whether more of metric i is better. Sorted by the first metric, from its best. */
export function front(points, [x, y], [moreX, moreY]) {
  const cost = (point, metric, more) => (more ? -point.metrics[metric] : point.metrics[metric]);
  const sorted = points
    .map((point) => ({ point, a: cost(point, x, moreX), b: cost(point, y, moreY) }))
    .filter(({ a, b }) => Number.isFinite(a) && Number.isFinite(b))
    .sort((one, other) => one.a - other.a || one.b - other.b);
  const kept = [];
  let least = Infinity,
    last = null;
  for (const one of sorted) {
    if (one.b < least) {
      kept.push(one.point);
      [least, last] = [one.b, one];
    } else if (last && one.a === last.a && one.b === last.b) {
      kept.push(one.point); // as good in both
    }
  }
  return kept;
}
