// From what the person chose to what is drawn: one place decides colour, size and visibility for both renderers.

import type { Camera } from "../shared/camera";
import { mix, type Palette } from "../shared/theme";
import type { Category, Link, Measure, NetworkModel, Proposal, Tie } from "./model";

export interface Choices {
  colourBy: Category;
  sizeBy: Measure;
  year: number | null;
  proposals: boolean;
  hidden: Set<string>;
  focus: number | null;
  over: number | null;
}

export interface Dot {
  /** Place in the world of the camera. */
  x: number;
  y: number;
  radius: number;
  colour: string;
  shown: boolean;
  near: boolean;
}

export interface Line {
  a: number;
  b: number;
  colour: string;
  width: number;
  shown: boolean;
}

export interface Scene {
  dots: Dot[];
  lines: Line[];
  proposals: Link<Proposal>[];
  /** Visible neighbours of the member in focus, with the tie to each. */
  neighbours: Map<number, Tie>;
}

export interface Stage {
  paint(scene: Scene, camera: Camera): void;
  remove(): void;
}

const NONE = "";
const PADDING = { x: 0.05, y: 0.045 }; // shares of the drawing's sides
/** Farther than this, distances in the drawing would mislead. */
const STRETCH = 1.45;

/** The categories in use, in the order in which the server names them. */
export function categoriesOf(model: NetworkModel, by: Category): string[] {
  const named = Object.keys(by === "field" ? model.data.fields : model.data.regions);
  const used = new Set(model.members.map((member) => member[by] ?? NONE));
  return [...named.filter((slug) => used.has(slug)), ...(used.has(NONE) ? [NONE] : [])];
}

export function categoryColour(position: number, palette: Palette, slug: string): string {
  return slug === NONE ? palette.muted : palette.series[position % palette.series.length] ?? palette.muted;
}

export function compose(model: NetworkModel, choices: Choices, camera: Camera, palette: Palette): Scene {
  const { members, ties } = model;
  const categories = categoriesOf(model, choices.colourBy);
  const colours = new Map(categories.map((slug, i) => [slug, categoryColour(i, palette, slug)]));
  const shown = members.map((member) => {
    const born = choices.year === null || member.since === null || member.since <= choices.year;
    return born && !choices.hidden.has(member[choices.colourBy] ?? NONE);
  });
  const joined = ({ a, b, tie }: Link<Tie>): boolean =>
    shown[a]! && shown[b]! && (choices.year === null || tie.since === null || tie.since <= choices.year);

  const neighbours = new Map<number, Tie>();
  const { focus } = choices;
  if (focus !== null) {
    for (const link of ties) {
      if (joined(link) && link.a === focus) neighbours.set(link.b, link.tie);
      if (joined(link) && link.b === focus) neighbours.set(link.a, link.tie);
    }
  }
  const near = (i: number): boolean => focus === null || i === focus || neighbours.has(i);

  // The layout is stretched towards the shape of the drawing; the camera's world is a square.
  const short = Math.min(camera.width, camera.height);
  const inner = [camera.width * (1 - 2 * PADDING.x), camera.height * (1 - 2 * PADDING.y)] as const;
  const least = Math.min(...inner);
  const spread = inner.map((side) => Math.min(side, least * STRETCH) / short);
  const growth = camera.view.zoom ** 0.4 * (short < 480 ? 0.66 : 1);
  const dots = members.map((member, i): Dot => {
    const colour = colours.get(member[choices.colourBy] ?? NONE) ?? palette.muted;
    return {
      x: 0.5 + (member.x - 0.5) * spread[0]!,
      y: 0.5 + (member.y - 0.5) * spread[1]!,
      radius: (3.2 + 9 * Math.sqrt(model.share(member, choices.sizeBy))) * growth,
      colour: near(i) ? colour : mix(colour, palette.ground, 0.16),
      shown: shown[i]!,
      near: near(i),
    };
  });

  const lines = ties.map((link): Line => {
    const { a, b, tie } = link;
    const mine = focus !== null && (a === focus || b === focus);
    const weight = Math.min(4, Math.max(0, tie.maturity)) / 4;
    let colour = mix(palette.ink, palette.ground, focus === null ? 0.2 + 0.35 * weight : 0.07);
    if (mine) colour = mix(palette.lapis, palette.ground, 0.75);
    return { a, b, colour, width: 0.8 + weight + (mine ? 0.7 : 0), shown: joined(link) };
  });
  const proposals = choices.proposals
    ? model.proposals.filter(({ a, b }) => shown[a]! && shown[b]! && (focus === null || a === focus || b === focus))
    : [];
  return { dots, lines, proposals, neighbours };
}
