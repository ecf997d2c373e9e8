// SPDX-License-Identifier: Apache-2.0
// What is asked of a page: functions that run in the browser, as expressions.

const call =
  (work) =>
  (...values) =>
    `(${work})(${values.map((value) => JSON.stringify(value)).join(", ")})`;

/** Resolves when every figure has been drawn. */
export const drawn = call(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const open = () =>
    [...document.querySelectorAll(".figure .panels")].filter((panels) => !panels.firstChild);
  for (let i = 0; i < 200; i++) {
    await frame();
    if (document.documentElement.dataset.ready && open().length === 0) return true;
  }
  throw new Error(`not drawn: ${open().map((one) => one.parentNode.id)}`);
});

/** What a reader sees of the page's frame. */
export const frame = call(() => ({
  title: document.title,
  heading: document.querySelector("h1").textContent,
  figures: [...document.querySelectorAll(".figure:not(.table):not(#failures)")].map((figure) => ({
    id: figure.id,
    title: figure.querySelector("h3").textContent,
    reading: figure.querySelector(".reading").textContent,
    save: Boolean(figure.querySelector(".save")),
    svgs: figure.querySelectorAll(".panels svg").length,
    empty: figure.querySelector(".empty")?.textContent ?? "",
  })),
  facts: Object.fromEntries(
    [...document.querySelectorAll(".facts > div")].map((fact) => [
      fact.querySelector("dt").textContent,
      fact.querySelector("dd").textContent,
    ]),
  ),
  background: getComputedStyle(document.body).backgroundColor,
}));

/** Every row of a table, scrolled through: values and the texts that are shown of them. */
export const tableRows = call(async (id) => {
  const view = document.querySelector(`#${id} .rows`);
  const rows = new Map();
  for (let top = 0; ; top += 400) {
    view.scrollTop = top;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const space = view.querySelector("tbody tr.space:first-child td");
    const first = Math.round((space ? parseFloat(space.style.height) : 0) / 28);
    [...view.querySelectorAll("tbody tr:not(.space)")].forEach((row, i) =>
      rows.set(
        first + i,
        [...row.cells].map((cell) => ({
          value: JSON.parse(cell.dataset.value),
          text: cell.textContent,
        })),
      ),
    );
    if (top > view.scrollHeight) break;
  }
  view.scrollTop = 0;
  return {
    heads: [...view.querySelectorAll("th")].map((head) => head.textContent),
    rows: [...rows.keys()].sort((a, b) => a - b).map((row) => rows.get(row)),
  };
});

/** The marks of a figure by their labels, with where they stand. */
export const marks = call((id) =>
  [...document.querySelectorAll(`#${id} .panels svg [aria-label]`)]
    .filter((mark) => !mark.children.length && mark.getAttribute("aria-label").includes(": "))
    .map((mark) => {
      const box = mark.getBoundingClientRect();
      return {
        label: mark.getAttribute("aria-label"),
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        width: box.width,
      };
    }),
);

/** Texts of figures that stick out of what is shown of them. */
export const clipped = call(() =>
  [...document.querySelectorAll(".panels svg text")]
    .filter((text) => {
      const box = text.getBoundingClientRect(),
        frame = text.closest(".panels").getBoundingClientRect();
      const panels = text.closest(".panels");
      const scrolls = panels.scrollWidth > panels.clientWidth + 1;
      return (
        text.textContent &&
        (box.left < frame.left - 1 ||
          box.bottom > frame.bottom + 1 ||
          (!scrolls && box.right > frame.right + 1) ||
          (scrolls && box.right > frame.left + panels.scrollWidth + 1))
      );
    })
    .map((text) => `${text.closest(".figure").id}: ${text.textContent}`),
);

/** How much wider than the window the page is. */
export const tooWide = call(
  () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
);

/** The least contrast (WCAG) of texts against what is behind them. */
export const contrast = call(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data]
      .map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "white";
  };
  const texts = [
    ...document.querySelectorAll(
      "h1, h2, h3, .reading, .legend li, .facts dt, .facts dd, .subject dt, .bar a, td, th " +
        "button, .save",
    ),
  ];
  return Math.min(
    ...texts.map((one) => {
      const [a, b] = [luminance(getComputedStyle(one).color), luminance(behind(one))].sort(
        (x, y) => y - x,
      );
      return (a + 0.05) / (b + 0.05);
    }),
  );
});

/** Types into the filter of a table: milliseconds until the page is laid out, and the count. */
export const filter = call((id, text) => {
  const table = document.getElementById(id),
    input = table.querySelector("input");
  const begin = performance.now();
  input.value = text;
  input.dispatchEvent(new Event("input"));
  table.querySelector(".rows").getBoundingClientRect();
  const ms = performance.now() - begin;
  return {
    ms,
    count: table.querySelector(".count").textContent,
    wrong: table.querySelector(".wrong").textContent,
    elements: table.querySelectorAll("tbody tr").length,
  };
});

/** Clicks a heading of a table: milliseconds, and the first values of its column. */
export const sort = call((id, head) => {
  const heads = [...document.querySelectorAll(`#${id} th`)];
  const column = heads.findIndex((one) => one.textContent === head);
  const begin = performance.now();
  heads[column].querySelector("button").click();
  document.querySelector(`#${id} .rows`).getBoundingClientRect();
  const ms = performance.now() - begin;
  return {
    ms,
    order: heads[column].getAttribute("aria-sort"),
    values: [...document.querySelectorAll(`#${id} tbody tr:not(.space)`)].map((row) =>
      JSON.parse(row.cells[column].dataset.value),
    ),
  };
});

/** Chooses in one of a figure's selectors. */
export const choose = call(async (id, label, value) => {
  const select = [...document.querySelectorAll(`#${id} .choice`)]
    .find((one) => one.textContent.startsWith(label))
    .querySelector("select");
  select.value = value;
  if (select.value !== value) throw new Error(`${label} has no ${value}`);
  select.dispatchEvent(new Event("change"));
});

/** Of parallel coordinates: each line as its heights at all scales. */
export const polylines = call((id) =>
  [...document.querySelectorAll(`#${id} .panels path[data-points]`)].flatMap((path) =>
    path
      .getAttribute("d")
      .split("M")
      .slice(1)
      .map((line) => line.split("L").map((place) => Number(place.split(",")[1]))),
  ),
);

/** Marks that are drawn as crosses, by their labels: not filled, but stroked. */
export const crosses = call((id) =>
  [...document.querySelectorAll(`#${id} .panels svg path[aria-label]`)]
    .filter((mark) => getComputedStyle(mark).fill === "none")
    .map((mark) => ({ label: mark.getAttribute("aria-label") })),
);

/** All that a figure says. */
export const figureText = call((id) => document.querySelector(`#${id} .panels`).textContent);

/** The sentence that says how to read a figure. */
export const reading = call((id) => document.querySelector(`#${id} .reading`).textContent);

/** What a figure says of the mark under the pointer. */
export const tip = call((id) =>
  [...document.querySelectorAll(`#${id} [aria-label=tip] text, #${id} .screen text`)]
    .map((text) => [...text.childNodes].map((line) => line.textContent).join("\n"))
    .join("\n")
    .replaceAll("\u200b", ""),
);

/** Where a figure's drawing begins. */
export const box = call((id) => {
  const { x, y } = document.querySelector(`#${id} .panels svg`).getBoundingClientRect();
  return { x, y: y + scrollY };
});

/** Where the first scale of parallel coordinates stands in the drawing. */
export const firstScale = call((id) => {
  const line = document.querySelector(`#${id} .panels svg line`);
  const [x, highest, lowest] = ["x1", "y1", "y2"].map((name) => Number(line.getAttribute(name)));
  return { x, highest, lowest };
});
