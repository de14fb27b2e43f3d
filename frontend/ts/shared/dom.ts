// Building the controls of a drawing as real HTML.

type Child = Node | string | null | undefined | false;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | number> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function makeSvg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

const PATHS: Record<string, string> = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  reset: "M4 12a8 8 0 1 0 3-6.2M7 2v4h4",
  enlarge: "M8 3H3v5M16 3h5v5M8 21H3v-5M16 21h5v-5",
  close: "M6 6l12 12M18 6L6 18",
};

export function iconButton(icon: keyof typeof PATHS, label: string, act: () => void): HTMLButtonElement {
  const shape = makeSvg("path", { d: PATHS[icon] ?? "" });
  const svg = makeSvg(
    "svg",
    { viewBox: "0 0 24 24", width: 20, height: 20, fill: "none", stroke: "currentColor", "stroke-width": 2, "aria-hidden": "true" },
    shape,
  );
  const button = make("button", { type: "button", "aria-label": label, title: label }, svg);
  button.addEventListener("click", act);
  return button;
}

export function select(label: string, options: [string, string][], chosen: string, act: (value: string) => void): HTMLElement {
  const list = make(
    "select",
    {},
    ...options.map(([value, text]) => make("option", { value, selected: value === chosen }, text)),
  );
  list.addEventListener("change", () => act(list.value));
  return make("label", { class: "drawing-tool" }, label, list);
}

/** Fetch JSON from our own server; an answer that is not JSON is an error with the status in it. */
export async function fetchJson<T>(address: string): Promise<T> {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as T;
}
