// SPDX-License-Identifier: Apache-2.0
// The page: reads the document that stands in it and shows the view of its kind.
import { compareView } from "./compare/view.js";
import { element } from "./dom.js";
import { figures } from "./figure.js";
import { runView } from "./run/view.js";
import { sweepView } from "./sweep/view.js";
import { themeSwitch } from "./theme.js";

const views = { run: runView, sweep: sweepView, compare: compareView };

const idOf = (title) => `part-${title.toLowerCase().replaceAll(" ", "-")}`;

function summary(facts) {
  return element(
    "dl",
    { class: "facts" },
    facts.map(([name, value, kind]) =>
      element("div", { class: kind }, element("dt", {}, name), element("dd", {}, value)),
    ),
  );
}

function page({ heading, subject, facts, sections }, kind) {
  return [
    element(
      "header",
      { class: "top" },
      element(
        "div",
        { class: "bar" },
        element("span", { class: "brand" }, `nzsim ${kind}`),
        element(
          "nav",
          {},
          sections.map(([title]) => element("a", { href: `#${idOf(title)}` }, title)),
        ),
        themeSwitch(),
      ),
      element("h1", {}, heading),
      element(
        "dl",
        { class: "subject" },
        subject.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]),
      ),
    ),
    summary(facts),
    ...sections.map(([title, parts]) =>
      element(
        "section",
        { class: "part", id: idOf(title) },
        element("h2", {}, title),
        element("div", { class: "figures" }, parts),
      ),
    ),
  ];
}

// For `nzsim report --svg`: the texts of all figures instead of the page, safe in any markup.
function figureTexts() {
  const found = figures()
    .map((figure) => ({ name: figure.id, svg: figure.svg() }))
    .filter(({ svg }) => svg);
  const escape = (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return element(
    "pre",
    { id: "figures" },
    JSON.stringify(found).replace(/[<>&\u0080-\uffff]/g, escape),
  );
}

const source = JSON.parse(document.getElementById("document").textContent);
const place = document.getElementById("page");
const parts = page(views[source.nzsim](source), source.nzsim);
place.append(...(location.hash === "#figures" ? [figureTexts()] : parts));
document.documentElement.dataset.ready = "true";
