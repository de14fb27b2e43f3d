// <girih-world-map src="…" land="…/land-110m.json">: where the members are. The list stands beside it.
// Coastlines only: no border is drawn, so none is taken sides on.

import { geoEqualEarth, geoPath } from "d3-geo";
import type { FeatureCollection, MultiPoint } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

import { Camera, handle } from "./shared/camera";
import { fetchJson, iconButton, make, makeSvg } from "./shared/dom";
import { onThemeChange, readPalette } from "./shared/theme";
import { wordsOf } from "./shared/words";

interface Point {
  id: string | number;
  label: string;
  url: string;
  latitude: number;
  longitude: number;
  field: string | null;
  /** False: stands back, because the filters of the page leave it out. Absent: shown in full. */
  active?: boolean;
}

interface MapData {
  points: Point[];
  fields: Record<string, { label: string }>;
  words?: Record<string, string>;
}

const ENGLISH: Record<string, string> = {
  map: "Map of the members",
  keys: "Arrow keys go from member to member, Enter opens the page.",
  closer: "Zoom in",
  farther: "Zoom out",
  whole: "Show the whole world",
  failed: "The map could not be loaded. The list holds the same members.",
};

/** What the map must show: every meridian, but no room for Antarctica. */
const INHABITED: MultiPoint = { type: "MultiPoint", coordinates: [[-180, 0], [180, 0], [0, 80], [0, -57]] };

class WorldMap extends HTMLElement {
  private started = false;
  private endings: (() => void)[] = [];

  async connectedCallback(): Promise<void> {
    if (this.started) return;
    this.started = true;
    try {
      const [data, topology] = await Promise.all([
        fetchJson<MapData>(this.getAttribute("src") ?? ""),
        fetchJson<Topology<{ land: GeometryCollection }>>(this.getAttribute("land") ?? ""),
      ]);
      this.build(data, feature(topology, topology.objects.land));
    } catch (error) {
      console.error(error);
      this.replaceChildren(make("p", { class: "drawing-note", role: "status" }, wordsOf(this, undefined, ENGLISH)("failed")));
    }
  }

  disconnectedCallback(): void {
    for (const end of this.endings) end();
  }

  private build(data: MapData, land: FeatureCollection): void {
    const words = wordsOf(this, data.words, ENGLISH);
    const direction = (this.lang || document.documentElement.lang) === "fa" ? "rtl" : "ltr";
    const ground = makeSvg("g");
    const svg = makeSvg("svg", { class: "world-map drawing-canvas", role: "group", tabindex: -1 }, ground);
    svg.setAttribute("aria-label", `${words("map")}. ${words("keys")}`);
    const label = make("div", { class: "map-label", dir: direction, hidden: true });
    const camera = new Camera(() => place());
    const zoom = make(
      "div",
      { class: "drawing-zoom", dir: direction },
      iconButton("plus", words("closer"), () => camera.zoomBy(1.7)),
      iconButton("minus", words("farther"), () => camera.zoomBy(1 / 1.7)),
      iconButton("reset", words("whole"), () => camera.reset()),
    );
    const stage = make("div", { class: "drawing-stage world-stage", dir: "ltr" }, svg, label, zoom);
    this.replaceChildren(stage);

    const sea = makeSvg("path", { class: "sea" });
    const shore = makeSvg("path", { class: "land" });
    ground.append(sea, shore);
    const slugs = Object.keys(data.fields);
    // Quiet points first, so that those the filters chose lie on top.
    const points = [...data.points].sort((p, q) => Number(p.active !== false) - Number(q.active !== false));
    const circles: SVGCircleElement[] = [];
    const links = points.map((point, i) => {
      const circle = makeSvg("circle", { class: point.active === false ? "point quiet" : "point" });
      circles.push(circle);
      const link = makeSvg("a", { href: point.url, tabindex: i === points.length - 1 ? 0 : -1, "aria-label": point.label }, circle);
      ground.append(link);
      return link;
    });
    const spots: [number, number][] = points.map(() => [0, 0]);
    let unit = 1;

    const name = (i: number | null): void => {
      label.hidden = i === null;
      if (i === null) return;
      const field = data.fields[points[i]!.field ?? ""]?.label;
      label.textContent = field ? `${points[i]!.label} · ${field}` : points[i]!.label;
      const [x, y] = onScreen(i);
      const half = label.offsetWidth / 2;
      label.style.left = `${Math.min(camera.width - half * 2 - 4, Math.max(4, x - half))}px`;
      label.style.top = `${y > 48 ? y - 40 : y + 14}px`;
    };
    const onScreen = (i: number): [number, number] => camera.toScreen(spots[i]![0] / unit, spots[i]![1] / unit);
    const place = (): void => {
      const [x, y] = camera.toScreen(0, 0);
      const { zoom: closeness } = camera.view;
      ground.setAttribute("transform", `translate(${x} ${y}) scale(${closeness})`);
      const radius = Math.min(4, Math.max(2.2, camera.width / 250)) * (1 + 0.12 * (closeness - 1));
      for (const circle of circles) circle.setAttribute("r", String(radius / closeness));
      const active = links.indexOf(document.activeElement as unknown as SVGAElement);
      name(active >= 0 ? active : null);
    };
    const paintColours = (): void => {
      const { series, muted } = readPalette();
      points.forEach((point, i) => {
        const at = slugs.indexOf(point.field ?? "");
        circles[i]!.setAttribute("fill", at < 0 ? muted : series[at % series.length]!);
      });
    };
    const measure = (): void => {
      const [width, height] = [stage.clientWidth, stage.clientHeight];
      if (!width || !height) return;
      [camera.width, camera.height] = [width, height];
      unit = Math.min(width, height);
      // Drawn in pixels around the middle of the camera's square world.
      const projection = geoEqualEarth().fitExtent(
        [[unit / 2 - width / 2 + 6, unit / 2 - height / 2 + 6], [unit / 2 + width / 2 - 6, unit / 2 + height / 2 - 6]],
        INHABITED,
      );
      const path = geoPath(projection).digits(1);
      sea.setAttribute("d", path({ type: "Sphere" }) ?? "");
      shore.setAttribute("d", path(land) ?? "");
      points.forEach((point, i) => {
        const spot = projection([point.longitude, point.latitude]) ?? [0, 0];
        spots[i] = spot;
        circles[i]!.setAttribute("cx", spot[0].toFixed(1));
        circles[i]!.setAttribute("cy", spot[1].toFixed(1));
      });
      place();
    };

    links.forEach((link, i) => {
      link.addEventListener("pointerenter", () => name(i));
      link.addEventListener("pointerleave", () => name(null));
      link.addEventListener("focus", () => {
        const [x, y] = onScreen(i);
        if (x < 0 || y < 0 || x > camera.width || y > camera.height) {
          camera.flyTo({ x: spots[i]![0] / unit, y: spots[i]![1] / unit, zoom: camera.view.zoom });
        }
        name(i);
      });
      link.addEventListener("blur", () => name(null));
      link.addEventListener("keydown", (event) => {
        const next = neighbour(i, event.key, spots, points);
        if (next === null) return;
        event.preventDefault();
        event.stopPropagation();
        link.setAttribute("tabindex", "-1");
        links[next]!.setAttribute("tabindex", "0");
        links[next]!.focus();
      });
    });
    handle(svg, camera, { hover: () => undefined, leave: () => undefined, click: () => undefined });

    const resized = new ResizeObserver(measure);
    resized.observe(stage);
    this.endings.push(() => resized.disconnect(), onThemeChange(paintColours));
    paintColours();
    measure();
  }
}

/** The nearest point in the direction of an arrow key, sideways distance counting double; null if there is none. */
function neighbour(from: number, key: string, spots: [number, number][], points: Point[]): number | null {
  const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!direction) return null;
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  spots.forEach(([x, y], i) => {
    if (i === from || points[i]!.active === false) return;
    const [dx, dy] = [x - spots[from]![0], y - spots[from]![1]];
    const ahead = dx * direction[0]! + dy * direction[1]!;
    const aside = Math.abs(dx * direction[1]!) + Math.abs(dy * direction[0]!);
    const cost = ahead + 2 * aside;
    if (ahead > 0 && cost < least) [best, least] = [i, cost];
  });
  return best;
}

customElements.define("girih-world-map", WorldMap);
