// Draws the knot from geometry, so that the mark is never retouched by hand:
//   mark.svg       {10/3}: a ten-pointed star whose single strand closes on itself, woven over and under
//   strapwork.svg  the same star within a decagon ringed by pentagons, by polygons in contact at 54 degrees
// Run after changing a proportion: node scripts/draw-strapwork.mjs
import { writeFileSync } from "node:fs";

const target = new URL("../src/girih/web/static/web/", import.meta.url);
const TAU = 2 * Math.PI;
const add = (a, b) => [a[0] + b[0], a[1] + b[1]];
const subtract = (a, b) => [a[0] - b[0], a[1] - b[1]];
const scale = (a, k) => [a[0] * k, a[1] * k];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const cross = (a, b) => a[0] * b[1] - a[1] * b[0];
const unit = (a) => scale(a, 1 / Math.hypot(a[0], a[1]));
const normal = (a) => [-a[1], a[0]];
const polar = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];
const middle = (a, b) => scale(add(a, b), 0.5);

/** Where the line through p along u meets the line through q along v. */
const meet = (p, u, q, v) => add(p, scale(u, cross(subtract(q, p), v) / cross(u, v)));

/**
 * Outline of a strap along `points`. Each end is cut along a line: `startCut` and `endCut` give its
 * direction and how far before the last point it lies (null: the end is cut square).
 */
function strap(points, width, startCut, endCut) {
  const half = width / 2;
  const directions = points.slice(1).map((point, i) => unit(subtract(point, points[i])));
  const end = (side, at, direction, cut, inward) => {
    const origin = add(at, scale(normal(direction), side * half));
    if (!cut) return origin;
    let across = normal(unit(cut.along));
    if (dot(across, inward) < 0) across = scale(across, -1);
    return meet(origin, direction, add(at, scale(across, cut.before)), cut.along);
  };
  const side = (sign) => [
    end(sign, points[0], directions[0], startCut, directions[0]),
    ...directions.slice(1).map((direction, i) => {
      const before = directions[i];
      const corner = points[i + 1];
      return meet(
        add(corner, scale(normal(before), sign * half)), before,
        add(corner, scale(normal(direction), sign * half)), direction,
      );
    }),
    end(sign, points.at(-1), directions.at(-1), endCut, scale(directions.at(-1), -1)),
  ];
  return [...side(1), ...side(-1).reverse()];
}

const path = (outline, shift) =>
  `M${outline.map((p) => p.map((n) => +(n + shift).toFixed(2)).join(" ")).join("L")}Z`;

function mark(radius, width, gap, half) {
  const tip = (k) => polar(radius, (k * TAU) / 10 - Math.PI / 2);
  const step = 3;
  const chord = (k) => [tip(k * step), tip((k + 1) * step)];
  const apothem = radius * Math.cos((step * Math.PI) / 10);
  // A chord meets four others at these distances from its middle; it goes over, under, over, under.
  const [outer, inner] = [2, 1].map((k) => apothem * Math.tan((k * Math.PI) / 10));
  const under = (point, own) => {
    for (let k = 0; k < 10; k += 1) {
      const [a, b] = chord(k);
      const along = unit(subtract(b, a));
      if (Math.abs(cross(along, own)) > 1e-9 && Math.abs(cross(subtract(point, a), along)) < 1e-6)
        return { along, before: width / 2 + gap };
    }
    throw new Error("no strap passes over here");
  };
  const pieces = [];
  for (let k = 0; k < 10; k += 1) {
    const [a, b] = chord(k);
    const along = unit(subtract(b, a));
    const at = (distance) => add(middle(a, b), scale(along, distance));
    const [next0, next1] = chord(k + 1);
    const nextAlong = unit(subtract(next1, next0));
    const nextUnder = add(middle(next0, next1), scale(nextAlong, -inner));
    pieces.push(strap([at(-inner), at(outer)], width, under(at(-inner), along), under(at(outer), along)));
    pieces.push(strap([at(outer), b, nextUnder], width, under(at(outer), along), under(nextUnder, nextAlong)));
  }
  return pieces.map((outline) => path(outline, half)).join("");
}

/** Regular polygon with edge 1 whose edge 0 runs from `a` to `b`, lying to the left of it. */
function polygonOn(sides, a, b) {
  const points = [a, b];
  let heading = Math.atan2(b[1] - a[1], b[0] - a[0]);
  while (points.length < sides) {
    heading += TAU / sides;
    points.push(add(points.at(-1), polar(1, heading)));
  }
  return points;
}

function patch() {
  const circumradius = 1 / (2 * Math.sin(Math.PI / 10));
  const centre = Array.from({ length: 10 }, (_, k) => polar(circumradius, (k * TAU) / 10 - Math.PI / 2));
  const tiles = [centre];
  centre.forEach((point, k) => tiles.push(polygonOn(5, centre[(k + 1) % 10], point)));
  return tiles;
}

function strapwork(unitLength, width, gap, half) {
  const contact = (54 * Math.PI) / 180;
  const key = (p) => p.map((n) => Math.round(n * 1000)).join(",");
  const crossings = new Map();
  const pieces = [];
  for (const tile of patch().map((points) => points.map((p) => scale(p, unitLength)))) {
    const count = tile.length;
    const rays = tile.map((a, i) => {
      const b = tile[(i + 1) % count];
      const heading = Math.atan2(b[1] - a[1], b[0] - a[0]);
      return { at: middle(a, b), forward: polar(1, heading + contact), backward: polar(1, heading + Math.PI - contact) };
    });
    rays.forEach((ray, i) => {
      const next = rays[(i + 1) % count];
      const bend = meet(ray.at, ray.forward, next.at, next.backward);
      const piece = { points: [ray.at, bend, next.at], over: [null, null], ends: [key(ray.at), key(next.at)] };
      pieces.push(piece);
      piece.ends.forEach((name, end) => {
        const outward = end === 0 ? ray.forward : next.backward;
        crossings.set(name, [...(crossings.get(name) ?? []), { piece, end, outward }]);
      });
    });
  }
  // Alternate along every strand: over at one end of a piece means under at its other end.
  for (const first of pieces) {
    if (first.over[0] !== null) continue;
    const queue = [[first, 0, true]];
    while (queue.length) {
      const [piece, end, over] = queue.pop();
      if (piece.over[end] !== null) continue;
      piece.over[end] = over;
      queue.push([piece, 1 - end, !over]);
      const mine = crossings.get(piece.ends[end]).find((arm) => arm.piece === piece && arm.end === end);
      for (const arm of crossings.get(piece.ends[end])) {
        if (arm === mine) continue;
        const straight = Math.abs(cross(arm.outward, mine.outward)) < 1e-6;
        queue.push([arm.piece, arm.end, straight ? over : !over]);
      }
    }
  }
  const cutOf = (piece, end) => {
    const arms = crossings.get(piece.ends[end]);
    const mine = arms.find((arm) => arm.piece === piece && arm.end === end);
    const other = arms.find((arm) => Math.abs(cross(arm.outward, mine.outward)) > 1e-6).outward;
    // At the rim two pieces meet in a point and are mitred; inside, the upper one is not cut at all.
    if (arms.length === 2) return { along: add(mine.outward, other), before: 0 };
    return piece.over[end] ? null : { along: other, before: width / 2 + gap };
  };
  return pieces
    .map((piece) => path(strap(piece.points, width, cutOf(piece, 0), cutOf(piece, 1)), half))
    .join("");
}

const svg = (id, size, shape) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" color="#1f3f8c">` +
  `<symbol id="${id}" viewBox="0 0 ${size} ${size}"><path fill="currentColor" d="${shape}"/></symbol>` +
  `<use href="#${id}"/></svg>\n`;

writeFileSync(new URL("mark.svg", target), svg("mark", 100, mark(44, 6, 2.2, 50)));
writeFileSync(
  new URL("strapwork.svg", target),
  svg("strapwork", 240, strapwork(40, 3.6, 1.6, 120) + mark(33, 3.6, 1.6, 120)),
);
