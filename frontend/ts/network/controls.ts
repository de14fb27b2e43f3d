// The controls and the card of the network drawing: ordinary HTML, reachable by keyboard.

import { iconButton, make, makeSvg, select } from "../shared/dom";
import { fill, type Words } from "../shared/words";
import type { Category, Measure, NetworkModel } from "./model";
import type { Choices, Scene } from "./scene";

export const ENGLISH: Record<string, string> = {
  drawing: "Drawing of the network",
  keys: "Arrow keys move, plus and minus zoom, 0 shows everything, Escape leaves a member.",
  search: "Find a member",
  nothing: "No member has this name",
  colour: "Colour by",
  field: "Field",
  region: "Region",
  size: "Size by",
  degree: "Number of ties",
  betweenness: "Bridging role",
  core: "Core depth",
  year: "Members and ties up to",
  proposals: "Proposed ties",
  legend: "Show or hide",
  unknown: "not recorded",
  closer: "Zoom in",
  farther: "Zoom out",
  whole: "Show the whole network",
  fullscreen: "Full screen",
  close: "Close",
  page: "Open the page",
  country: "Country",
  since: "Member since",
  neighbours: "Ties",
  tie: "tie",
  shown: "{members} members and {ties} ties are shown.",
  failed: "The drawing could not be loaded. The table below holds the same data.",
};

const FOUND_AT_MOST = 8;

export function searchBox(model: NetworkModel, words: Words, choose: (member: number) => void): HTMLElement {
  const id = `found-${Math.random().toString(36).slice(2)}`;
  const list = make("div", { id, class: "drawing-found", role: "listbox", "aria-label": words("search"), hidden: true });
  const box = make("input", {
    type: "search",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  });
  let found: number[] = [];
  let active = 0;

  const close = (): void => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const take = (position: number): void => {
    const member = found[position];
    if (member === undefined) return;
    box.value = model.members[member]!.label;
    close();
    choose(member);
  };
  const show = (): void => {
    list.replaceChildren(
      ...found.map((member, i) => {
        const { label, country } = model.members[member]!;
        const option = make(
          "div",
          { role: "option", id: `${id}-${i}`, "aria-selected": String(i === active) },
          label,
          make("small", {}, country),
        );
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(i);
        });
        return option;
      }),
    );
    if (!found.length) list.append(make("p", { class: "drawing-note" }, words("nothing")));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    if (found.length) box.setAttribute("aria-activedescendant", `${id}-${active}`);
  };
  box.addEventListener("input", () => {
    active = 0;
    found = model.find(box.value, FOUND_AT_MOST);
    if (box.value.trim()) show();
    else close();
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key === "Enter") {
      event.preventDefault();
      return take(active);
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || !found.length || list.hidden) return;
    event.preventDefault();
    active = (active + step + found.length) % found.length;
    show();
  });
  return make("div", { class: "drawing-tool drawing-search" }, make("label", { class: "contents" }, words("search"), box), list);
}

export interface Hands {
  changed(part: Partial<Choices>): void;
  choose(member: number): void;
  zoom(factor: number): void;
  reset(): void;
  fullscreen(): void;
}

export function toolbar(
  model: NetworkModel, choices: Choices, words: Words, year: (value: number) => string, hands: Hands,
): HTMLElement {
  const named = (keys: string[]): [string, string][] => keys.map((key) => [key, words(key)]);
  const tools = make(
    "div",
    { class: "drawing-tools" },
    searchBox(model, words, hands.choose),
    select(words("colour"), named(["field", "region"]), choices.colourBy, (value) =>
      hands.changed({ colourBy: value as Category, hidden: new Set() }),
    ),
    select(words("size"), named(["degree", "betweenness", "core"]), choices.sizeBy, (value) =>
      hands.changed({ sizeBy: value as Measure }),
    ),
  );
  const span = model.data.years;
  if (span && span[0] < span[1]) {
    const said = make("output", {}, year(span[1]));
    const slider = make("input", { type: "range", min: span[0], max: span[1], value: span[1], "aria-valuetext": year(span[1]) });
    slider.addEventListener("input", () => {
      said.textContent = year(Number(slider.value));
      slider.setAttribute("aria-valuetext", said.textContent);
      hands.changed({ year: Number(slider.value) });
    });
    tools.append(make("label", { class: "drawing-tool drawing-years" }, make("span", {}, `${words("year")} `, said), slider));
  }
  if (model.proposals.length) {
    const box = make("input", { type: "checkbox", checked: choices.proposals });
    box.addEventListener("change", () => hands.changed({ proposals: box.checked }));
    const sample = makeSvg(
      "svg",
      { viewBox: "0 0 28 8", width: 28, height: 8, "aria-hidden": "true" },
      makeSvg("path", { d: "M0 4h28", stroke: "var(--turquoise)", "stroke-width": 2, "stroke-dasharray": "7 4" }),
    );
    tools.append(make("label", { class: "drawing-check" }, box, words("proposals"), sample));
  }
  return tools;
}

export function zoomButtons(words: Words, hands: Hands): HTMLElement {
  const buttons = make(
    "div",
    { class: "drawing-zoom" },
    iconButton("plus", words("closer"), () => hands.zoom(1.5)),
    iconButton("minus", words("farther"), () => hands.zoom(1 / 1.5)),
    iconButton("reset", words("whole"), hands.reset),
  );
  if (document.fullscreenEnabled) buttons.append(iconButton("enlarge", words("fullscreen"), hands.fullscreen));
  return buttons;
}

export interface Entry {
  slug: string;
  label: string;
  letter: string;
  colour: string;
  ink: string;
  shown: boolean;
}

export function legend(entries: Entry[], words: Words, toggle: (slug: string) => void): HTMLElement {
  const buttons = entries.map(({ slug, label, letter, colour, ink, shown }) => {
    const mark = makeSvg(
      "svg",
      { viewBox: "0 0 20 20", "aria-hidden": "true" },
      makeSvg("circle", { cx: 10, cy: 10, r: 9, fill: colour }),
      makeSvg("text", { x: 10, y: 14.5, fill: ink }, letter),
    );
    const button = make("button", { type: "button", class: "chip", "aria-pressed": String(shown) }, mark, label);
    button.addEventListener("click", () => toggle(slug));
    return button;
  });
  return make("div", { class: "legend", role: "group", "aria-label": words("legend") }, ...buttons);
}

export interface CardHands {
  choose(member: number): void;
  close(): void;
}

export function card(
  model: NetworkModel, member: number, scene: Scene, words: Words,
  figures: Record<"year" | "number" | "share", (value: number) => string>, hands: CardHands,
): Node[] {
  const { label, url, country, field, region, since, measures } = model.members[member]!;
  const { fields, regions } = model.data;
  const facts: [string, string][] = [
    [words("country"), country],
    [words("field"), (field && fields[field]?.label) || words("unknown")],
    [words("region"), (region && regions[region]?.label) || words("unknown")],
    [words("since"), since === null ? words("unknown") : figures.year(since)],
    ...(["degree", "betweenness", "core"] as const).map((measure): [string, string] => {
      const value = measures[measure];
      const said = measure === "betweenness" ? figures.share : figures.number;
      return [words(measure), value === null || value === undefined ? words("unknown") : said(value)];
    }),
  ];
  const neighbours = [...scene.neighbours].map(([other, tie]) => {
    const go = make("button", { type: "button" }, model.members[other]!.label);
    go.addEventListener("click", () => hands.choose(other));
    return make("li", {}, go, make("a", { href: tie.url }, words("tie")));
  });
  return [
    make("div", { class: "drawing-card-head" }, make("h3", {}, label), iconButton("close", words("close"), hands.close)),
    make("dl", { class: "facts" }, ...facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
    make("p", {}, make("a", { class: "btn btn-primary btn-sm", href: url }, words("page"))),
    ...(neighbours.length
      ? [
          make("h4", { class: "drawing-note" }, `${words("neighbours")} (${figures.number(neighbours.length)})`),
          make("ul", { class: "neighbours" }, ...neighbours),
        ]
      : []),
  ];
}

export const summary = (scene: Scene, words: Words, number: (value: number) => string): string =>
  fill(words("shown"), {
    members: number(scene.dots.filter((dot) => dot.shown).length),
    ties: number(scene.lines.filter((line) => line.shown).length),
  });
