// SPDX-License-Identifier: Apache-2.0
// Light or dark: as the system has it, until somebody says otherwise.
import { element } from "./dom.js";

const key = "nzsim-theme";

// Pages from files may have no storage.
function remembered() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(key, theme);
  } catch {
    /* then it is asked again */
  }
}

const isDark = () =>
  document.documentElement.dataset.theme === "dark" ||
  (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);

/** The switch. Colours are variables of the style sheet: nothing is drawn anew. */
export function themeSwitch() {
  const before = remembered();
  if (before === "light" || before === "dark") document.documentElement.dataset.theme = before;
  const button = element("button", {
    id: "theme",
    type: "button",
    onclick: () => {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      remember(theme);
      name();
    },
  });
  const name = () => {
    button.textContent = isDark() ? "Light colours" : "Dark colours";
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
  name();
  return button;
}
