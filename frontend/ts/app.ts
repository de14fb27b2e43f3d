// The core that every page loads: partial updates, the theme switch, a key for the search box.
import htmx from "htmx.org";

import { chosenTheme, rememberTheme, type Theme } from "./shared/theme";
import { numbers } from "./shared/words";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

window.htmx = htmx;

// On a phone the band scrolls sideways: the section one is in must be in sight.
document.querySelector(".main-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

function nextTheme(): Theme {
  const dark = chosenTheme() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  return dark === "dark" ? "light" : "dark";
}

// The form works without this script by reloading the page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
  event.preventDefault();
  rememberTheme(nextTheme());
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  target?.closest("[data-dismiss]")?.closest(".message")?.remove();
  // A refused button is focusable so that its reason is read, but it does nothing.
  if (target?.closest('[aria-disabled="true"]')) event.preventDefault();
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.list-menu[open]")) {
    if (target && !menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector<HTMLDetailsElement>("details.list-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    return;
  }
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector<HTMLInputElement>("[data-search-box]");
  if (box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.matches("[data-submit-on-change]")) field.form?.requestSubmit();
});

// The figure beside a slider follows it.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!(slider instanceof HTMLInputElement) || !slider.matches("[type=range][data-says]")) return;
  const said = document.querySelector(`output[for="${slider.id}"]`);
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  if (said) said.textContent = numbers(document.documentElement.lang, digits)(slider.valueAsNumber);
});
