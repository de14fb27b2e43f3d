// The drawing on WebGL. Loaded only where the graphics are real; sigma draws dots and lines, nothing else:
// names, dashes and gestures are those of the plain drawing, so that both behave alike.

import Graph from "graphology";
import Sigma from "sigma";

import type { Scene, Stage } from "./network/scene";
import type { Camera } from "./shared/camera";

/** sigma fades a line out over this many pixels of its own width: without as much more a thin one is not seen. */
const FEATHER = 1;

class WebglStage implements Stage {
  private readonly graph = new Graph({ multi: true, type: "undirected" });
  private readonly sigma: Sigma;

  constructor(layer: HTMLElement, scene: Scene) {
    scene.dots.forEach((dot, i) => this.graph.addNode(i, { x: dot.x, y: 1 - dot.y, size: dot.radius, color: dot.colour }));
    scene.lines.forEach((line, i) => this.graph.addEdgeWithKey(i, line.a, line.b, { size: line.width + FEATHER, color: line.colour }));
    this.sigma = new Sigma(this.graph, layer, {
      allowInvalidContainer: true,
      renderLabels: false,
      renderEdgeLabels: false,
      stagePadding: 0,
      minEdgeThickness: 0.5,
      antiAliasingFeather: FEATHER,
      zIndex: true,
      zoomToSizeRatioFunction: () => 1,
      minCameraRatio: null,
      maxCameraRatio: null,
    });
    // Our world is the unit square already; without this sigma would fit it to the outermost members.
    this.sigma.setCustomBBox({ x: [0, 1], y: [0, 1] });
  }

  paint(scene: Scene, camera: Camera): void {
    scene.dots.forEach((dot, i) => {
      this.graph.mergeNodeAttributes(String(i), {
        x: dot.x,
        y: 1 - dot.y,
        size: dot.radius,
        color: dot.colour,
        hidden: !dot.shown,
        zIndex: dot.near ? 1 : 0,
      });
    });
    scene.lines.forEach((line, i) => {
      this.graph.mergeEdgeAttributes(String(i), { size: line.width + FEATHER, color: line.colour, hidden: !line.shown });
    });
    this.sigma.resize();
    this.sigma.getCamera().setState({ x: camera.view.x, y: 1 - camera.view.y, angle: 0, ratio: 1 / camera.view.zoom });
    this.sigma.refresh();
  }

  remove(): void {
    this.sigma.kill();
  }
}

export function createStage(layer: HTMLElement, scene: Scene): Stage {
  return new WebglStage(layer, scene);
}
