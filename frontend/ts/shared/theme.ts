// Light or dark, and the colours of the page for drawings on canvas.

export type Theme = "light" | "dark";

const NAMES: Record<Theme, string> = { light: "girih", dark: "girih-dark" };

/** What the person chose; undefined while the system decides. */
export function chosenTheme(): Theme | undefined {
  const name = document.documentElement.dataset.theme;
  if (name === NAMES.dark) return "dark";
  return name === NAMES.light ? "light" : undefined;
}

/** Apply at once and keep for a year in the cookie that the server reads. */
export function rememberTheme(theme: Theme): void {
  document.documentElement.dataset.theme = NAMES[theme];
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `girih_theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
}

/** Call `redraw` whenever the page turns light or dark. Returns the function that stops it. */
export function onThemeChange(redraw: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(redraw);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  system.addEventListener("change", redraw);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", redraw);
  };
}

export interface Palette {
  surface: string;
  ground: string;
  ink: string;
  muted: string;
  hairline: string;
  lapis: string;
  turquoise: string;
  saffron: string;
  series: string[];
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    surface: colour("--color-base-100"),
    ground: colour("--color-base-200"),
    ink: colour("--color-base-content"),
    muted: colour("--ink-muted"),
    hairline: colour("--color-base-300"),
    lapis: colour("--lapis"),
    turquoise: colour("--turquoise"),
    saffron: colour("--color-accent"),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => colour(`--viz-${n}`)),
  };
}

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(expand(hex).slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

// The minifier of the style sheet writes #fff for #ffffff.
function expand(hex: string): string {
  return hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}` : hex;
}

/** `share` of `a` over `b`, opaque: both renderers then agree on it. */
export function mix(a: string, b: string, share: number): string {
  const [first, second] = [channels(a), channels(b)];
  const mixed = first.map((value, i) => Math.round(value * share + (second[i] ?? 0) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Ink or paper, whichever reads better on `colour`. */
export function readableOn(colour: string): string {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.19 ? "#10141f" : "#ffffff";
}
