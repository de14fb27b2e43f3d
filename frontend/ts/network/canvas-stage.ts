// The drawing on a plain canvas: for browsers without WebGL, or with one that is only imitated.

import type { Camera } from "../shared/camera";
import type { Scene, Stage } from "./scene";

/** Match the canvas to its box in device pixels and hand back a context in CSS pixels, cleared. */
export function prepare(canvas: HTMLCanvasElement, camera: Camera): CanvasRenderingContext2D | null {
  const density = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(camera.width * density), Math.round(camera.height * density)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(density, 0, 0, density, 0, 0);
  context?.clearRect(0, 0, camera.width, camera.height);
  return context;
}

export class CanvasStage implements Stage {
  private readonly canvas = document.createElement("canvas");

  constructor(layer: HTMLElement) {
    this.canvas.className = "drawing-canvas";
    layer.append(this.canvas);
  }

  paint(scene: Scene, camera: Camera): void {
    const context = prepare(this.canvas, camera);
    if (!context) return;
    const places = scene.dots.map((dot) => camera.toScreen(dot.x, dot.y));
    for (const line of scene.lines) {
      const [from, to] = [places[line.a], places[line.b]];
      if (!line.shown || !from || !to) continue;
      context.strokeStyle = line.colour;
      context.lineWidth = line.width;
      context.beginPath();
      context.moveTo(...from);
      context.lineTo(...to);
      context.stroke();
    }
    // Those that stepped back are drawn first, so that they never cover the neighbourhood in focus.
    for (const near of [false, true]) {
      scene.dots.forEach((dot, i) => {
        if (!dot.shown || dot.near !== near) return;
        const [x, y] = places[i]!;
        context.fillStyle = dot.colour;
        context.beginPath();
        context.arc(x, y, dot.radius, 0, 2 * Math.PI);
        context.fill();
      });
    }
  }

  remove(): void {
    this.canvas.remove();
  }
}
