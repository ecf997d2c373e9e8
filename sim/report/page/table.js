// SPDX-License-Identifier: Apache-2.0
// A table with filter and sort. Only the rows in sight are elements of the page, so that ten
// thousand cost no more than forty.
import { element } from "./dom.js";
import { filtered } from "./filter.js";
import { cellNumber, extent, grouped } from "./numbers.js";

const rowHeight = 28;
const beyond = 12; // rows above and below what is in sight

const shown = (column, value) => {
  if (value === null || value === undefined || value === "") return "–";
  if (column.text) return column.text(value);
  return typeof value === "number" ? cellNumber(value) : String(value);
};

// Values of the columns, once; and all words that the filter may look for.
function prepared(rows, columns) {
  return rows.map((row) => {
    const values = columns.map((column) => (column.value ? column.value(row) : row[column.key]));
    const texts = values.map((value, i) => shown(columns[i], value));
    return { row, values, texts, words: [...texts, ...values].join("\n").toLowerCase() };
  });
}

// Numbers before texts, what is missing last, in either direction.
function sorted(rows, column, direction) {
  if (column === null) return rows;
  const missing = (value) => value === null || value === undefined || value === "";
  return [...rows].sort((one, other) => {
    const [a, b] = [one.values[column], other.values[column]];
    if (missing(a) || missing(b)) return missing(a) - missing(b);
    if (typeof a === typeof b) return direction * (a < b ? -1 : a > b ? 1 : 0);
    return typeof a === "number" ? -1 : 1;
  });
}

// Wide enough for the widest text, in characters.
function widthOf(column, i, rows) {
  const [, longest] = extent([
    column.label.length + 2,
    ...rows.map(({ texts }) => texts[i].length),
  ]);
  return Math.min(column.widest ?? 44, Math.ceil(0.93 * longest) + 3);
}

// Which columns hold numbers: they are aligned to the right.
const isNumeric = (i, rows) => rows.some(({ values }) => typeof values[i] === "number");

class Table {
  constructor(rows, columns, classOf) {
    this.columns = columns;
    this.classOf = classOf;
    this.all = prepared(rows, columns);
    this.numeric = columns.map((column, i) => isNumeric(i, this.all));
    this.rows = this.all;
    this.text = "";
    this.by = null;
    this.direction = 1;
    this.build();
    this.update();
  }

  build() {
    const widths = this.columns.map((column, i) => widthOf(column, i, this.all));
    this.heads = this.columns.map((column, i) =>
      element("button", { type: "button", onclick: () => this.sortBy(i) }, column.label),
    );
    this.headCells = this.heads.map((button, i) =>
      element("th", { scope: "col", class: this.numeric[i] ? "number" : null }, button),
    );
    this.body = element("tbody");
    this.table = element(
      "table",
      { style: `width:max(100%,${widths.reduce((a, b) => a + b, 0)}ch)` },
      element(
        "colgroup",
        {},
        widths.map((width) => element("col", { style: `width:${width}ch` })),
      ),
      element("thead", {}, element("tr", {}, this.headCells)),
      this.body,
    );
    this.view = element(
      "div",
      { class: "rows", tabindex: "0", onscroll: () => this.draw() },
      this.table,
    );
    this.count = element("p", { class: "count", "aria-live": "polite" });
    this.wrong = element("p", { class: "wrong", role: "alert" });
    this.input = element("input", {
      type: "search",
      placeholder: "words, or comparisons without spaces",
      "aria-label": "Filter",
      oninput: () => {
        this.text = this.input.value;
        this.view.scrollTop = 0;
        this.update();
      },
    });
    new ResizeObserver(() => this.draw()).observe(this.view);
  }

  sortBy(column) {
    if (this.by === column && this.direction === -1) this.by = null;
    else [this.direction, this.by] = [this.by === column ? -1 : 1, column];
    this.headCells.forEach((cell, i) => {
      if (i === this.by)
        cell.setAttribute("aria-sort", this.direction > 0 ? "ascending" : "descending");
      else cell.removeAttribute("aria-sort");
    });
    this.update();
  }

  update() {
    const { rows, wrong } = filtered(this.all, this.text, this.columns);
    this.rows = sorted(rows, this.by, this.direction);
    this.wrong.textContent = wrong.join("; ");
    this.count.textContent =
      rows.length === this.all.length
        ? `${grouped(rows.length)} rows`
        : `${grouped(rows.length)} of ${grouped(this.all.length)} rows`;
    this.first = -1;
    this.draw();
  }

  draw() {
    const visible = Math.ceil((this.view.clientHeight || 480) / rowHeight) + 2 * beyond;
    const first = Math.max(
      0,
      Math.min(Math.floor(this.view.scrollTop / rowHeight) - beyond, this.rows.length - visible),
    );
    if (first === this.first && visible === this.visible) return;
    [this.first, this.visible] = [first, visible];
    const part = this.rows.slice(first, first + visible);
    const space = (rows) =>
      rows > 0
        ? [
            element(
              "tr",
              { class: "space", "aria-hidden": "true" },
              element("td", {
                colspan: this.columns.length,
                style: `height:${rows * rowHeight}px`,
              }),
            ),
          ]
        : [];
    this.body.replaceChildren(
      ...space(first),
      ...part.map((row) => this.line(row)),
      ...space(this.rows.length - first - part.length),
    );
  }

  line({ row, values, texts }) {
    return element(
      "tr",
      { class: this.classOf(row) },
      texts.map((text, i) =>
        element(
          "td",
          {
            class: this.numeric[i] ? "number" : null,
            title: text.length > 20 ? text : null,
            "data-value": JSON.stringify(values[i] ?? null),
          },
          text,
        ),
      ),
    );
  }
}

/** `columns`: {key, label, text(value), value(row)}; `classOf(row)` marks rows. */
export function tableSection({ id, title, note, rows, columns, classOf = () => null }) {
  const table = new Table(rows, columns, classOf);
  const example = columns.find((column, i) => table.numeric[i])?.key ?? columns[0].key;
  return element(
    "section",
    { class: "figure table", id },
    element("header", {}, element("h3", {}, title)),
    element(
      "p",
      { class: "reading" },
      note ? `${note} ` : "",
      `Click a heading to sort. The filter takes words and comparisons, such as ` +
        `${example}>=8; a row must pass all of them.`,
    ),
    element("div", { class: "controls" }, table.input, table.count),
    table.wrong,
    table.view,
  );
}
