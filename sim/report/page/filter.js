// SPDX-License-Identifier: Apache-2.0
// What a table's filter understands: words that a row must have, and comparisons such as slots>=8.

const compare = {
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "=": (a, b) => a === b,
};

// A term of the filter as a test of a row, or what is wrong with it.
function termTest(term, columns) {
  const match = /^(.+?)(<=|>=|!=|<|>|=)(.*)$/.exec(term);
  if (!match) {
    const word = term.toLowerCase();
    return { test: (row) => row.words.includes(word) };
  }
  const [, name, operator, text] = match;
  const column = columns.findIndex(({ key, label }) => key === name || label === name);
  if (column < 0) return { wrong: `no column is called ${name}` };
  if (text === "") return { wrong: `${term} lacks a value` };
  const number = Number(text);
  const wanted = Number.isNaN(number) ? text.toLowerCase() : number;
  return {
    test: ({ values }) => {
      const value = values[column];
      if (value === null || value === undefined) return false;
      if (typeof value === "number" && typeof wanted === "number")
        return compare[operator](value, wanted);
      return compare[operator](String(value).toLowerCase(), text.toLowerCase());
    },
  };
}

/** {rows, wrong}: the rows that pass all terms, and what is not understood. */
export function filtered(rows, text, columns) {
  const terms = text
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((term) => termTest(term, columns));
  const wrong = terms.map((term) => term.wrong).filter(Boolean);
  const tests = terms.map((term) => term.test).filter(Boolean);
  return { rows: rows.filter((row) => tests.every((test) => test(row))), wrong };
}
