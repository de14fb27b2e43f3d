// Above the dots of either renderer: proposed ties, rings, letters of the legend, and names that never overlap.

import type { Camera } from "../shared/camera";
import { readableOn, type Palette } from "../shared/theme";
import { isolate } from "../shared/words";
import { prepare } from "./canvas-stage";
import type { Choices, Scene } from "./scene";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const FONT = '"Vazirmatn", system-ui, sans-serif';
const LETTER_FROM = 8.5;
/** So many of the most important are named even where their name lies over others. */
const ALWAYS_NAMED = 5;

const apart = (p: Box, q: Box): boolean =>
  p.x + p.width < q.x || q.x + q.width < p.x || p.y + p.height < q.y || q.y + q.height < p.y;

export interface Naming {
  labels: string[];
  /** Letter of each member's category, as in the legend. */
  letters: string[];
  /** Indices of members, the most important first. */
  order: number[];
  language: string;
}

export function paintOverlay(
  canvas: HTMLCanvasElement,
  scene: Scene,
  choices: Choices,
  naming: Naming,
  camera: Camera,
  palette: Palette,
): void {
  const context = prepare(canvas, camera);
  if (!context) return;
  const places = scene.dots.map((dot) => camera.toScreen(dot.x, dot.y));

  context.strokeStyle = palette.turquoise;
  context.lineWidth = 2;
  context.setLineDash([7, 5]);
  for (const { a, b } of scene.proposals) {
    const [from, to] = [places[a]!, places[b]!];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const [start, end] = [scene.dots[a]!.radius / length, 1 - scene.dots[b]!.radius / length];
    if (!(start < end)) continue;
    context.beginPath();
    context.moveTo(from[0] + (to[0] - from[0]) * start, from[1] + (to[1] - from[1]) * start);
    context.lineTo(from[0] + (to[0] - from[0]) * end, from[1] + (to[1] - from[1]) * end);
    context.stroke();
  }
  context.setLineDash([]);

  for (const [i, colour] of [[choices.over, palette.muted], [choices.focus, palette.ink]] as const) {
    if (i === null || !scene.dots[i]?.shown) continue;
    context.strokeStyle = colour;
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(...places[i]!, scene.dots[i]!.radius + 3.5, 0, 2 * Math.PI);
    context.stroke();
  }

  context.textAlign = "center";
  context.textBaseline = "middle";
  scene.dots.forEach((dot, i) => {
    if (!dot.shown || !dot.near || dot.radius < LETTER_FROM) return;
    context.font = `700 ${Math.min(16, dot.radius * 1.15)}px ${FONT}`;
    context.fillStyle = readableOn(dot.colour);
    context.fillText(naming.letters[i] ?? "", places[i]![0], places[i]![1] + 1);
  });

  paintNames(context, scene, choices, naming, places, camera, palette);
}

function paintNames(
  context: CanvasRenderingContext2D,
  scene: Scene,
  choices: Choices,
  naming: Naming,
  places: [number, number][],
  camera: Camera,
  palette: Palette,
): void {
  const asked = [choices.focus, choices.over].filter((i): i is number => i !== null);
  const proposed = choices.focus === null ? [] : scene.proposals.flatMap(({ a, b }) => [a, b]);
  const queue = [...new Set([...asked, ...scene.neighbours.keys(), ...proposed, ...naming.order])];
  const room = Math.round((camera.width * camera.height) / 7000) + asked.length;
  // Large dots count as taken, so that a name never hides one.
  const taken: Box[] = scene.dots.flatMap((dot, i) => {
    if (!dot.shown || !dot.near || dot.radius < 7) return [];
    const [x, y] = places[i]!;
    return [{ x: x - dot.radius * 0.8, y: y - dot.radius * 0.8, width: dot.radius * 1.6, height: dot.radius * 1.6 }];
  });
  context.lineJoin = "round";
  context.textAlign = "center";
  context.textBaseline = "middle";
  let named = 0;
  for (const i of queue) {
    if (named >= room) break;
    const dot = scene.dots[i]!;
    const wanted = asked.includes(i);
    if (!dot.shown || (!dot.near && !wanted && !proposed.includes(i))) continue;
    const [x, y] = places[i]!;
    if (x < -40 || y < -40 || x > camera.width + 40 || y > camera.height + 40) continue;
    const size = wanted ? 14 : 12.5;
    context.font = `${wanted ? 700 : 500} ${size}px ${FONT}`;
    const text = isolate(naming.labels[i] ?? "", naming.language);
    const width = context.measureText(text).width + 6;
    const height = size * 1.5;
    const gap = dot.radius + 2;
    const tries: Box[] = [
      { x: x - width / 2, y: y + gap, width, height },
      { x: x - width / 2, y: y - gap - height, width, height },
      { x: x + gap, y: y - height / 2, width, height },
      { x: x - gap - width, y: y - height / 2, width, height },
    ];
    const fits = (box: Box): boolean =>
      box.x >= 2 && box.y >= 2 && box.x + width <= camera.width - 2 && box.y + height <= camera.height - 2 &&
      taken.every((other) => apart(box, other));
    const first = naming.order.indexOf(i) < ALWAYS_NAMED;
    const box = tries.find(fits) ?? (wanted || first ? tries[0] : undefined);
    if (!box) continue;
    taken.push(box);
    named += 1;
    context.strokeStyle = palette.ground;
    context.lineWidth = 4;
    context.strokeText(text, box.x + width / 2, box.y + height / 2);
    context.fillStyle = palette.ink;
    context.fillText(text, box.x + width / 2, box.y + height / 2);
  }
}
