// Where one looks on a drawing, and the hands that move it: drag, pinch, wheel, keys.

export interface View {
  /** Point of the world in the middle of the drawing; the world is the square [0, 1] × [0, 1], y downwards. */
  x: number;
  y: number;
  /** 1 shows the whole world. */
  zoom: number;
}

const WHOLE: View = { x: 0.5, y: 0.5, zoom: 1 };
const CLOSEST = 24;
const DRAG_BEGINS = 4;

export class Camera {
  view: View = { ...WHOLE };
  width = 1;
  height = 1;
  private flight = 0;

  constructor(private readonly changed: () => void) {}

  /** Pixels per unit of the world. */
  get scale(): number {
    return Math.min(this.width, this.height) * this.view.zoom;
  }

  toScreen(x: number, y: number): [number, number] {
    return [(x - this.view.x) * this.scale + this.width / 2, (y - this.view.y) * this.scale + this.height / 2];
  }

  toWorld(px: number, py: number): [number, number] {
    return [(px - this.width / 2) / this.scale + this.view.x, (py - this.height / 2) / this.scale + this.view.y];
  }

  panBy(dx: number, dy: number): void {
    this.set({ ...this.view, x: this.view.x - dx / this.scale, y: this.view.y - dy / this.scale });
  }

  /** Zoom keeping the world point under (px, py) where it is. */
  zoomBy(factor: number, px = this.width / 2, py = this.height / 2): void {
    const [x, y] = this.toWorld(px, py);
    const zoom = Math.min(CLOSEST, Math.max(1, this.view.zoom * factor));
    const scale = Math.min(this.width, this.height) * zoom;
    this.set({ x: x - (px - this.width / 2) / scale, y: y - (py - this.height / 2) / scale, zoom });
  }

  reset(): void {
    this.flyTo(WHOLE);
  }

  flyTo(target: View): void {
    cancelAnimationFrame(this.flight);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.set(target);
    const start = { ...this.view };
    const began = performance.now();
    const step = (now: number): void => {
      const share = Math.min(1, (now - began) / 450);
      const eased = 1 - (1 - share) ** 3;
      this.view = {
        x: start.x + (target.x - start.x) * eased,
        y: start.y + (target.y - start.y) * eased,
        zoom: start.zoom * (target.zoom / start.zoom) ** eased,
      };
      this.changed();
      if (share < 1) this.flight = requestAnimationFrame(step);
    };
    this.flight = requestAnimationFrame(step);
  }

  private set(view: View): void {
    cancelAnimationFrame(this.flight);
    const clamp = (value: number): number => Math.min(1.2, Math.max(-0.2, value));
    this.view = { x: clamp(view.x), y: clamp(view.y), zoom: view.zoom };
    this.changed();
  }
}

export interface Gestures {
  hover(px: number, py: number): void;
  leave(): void;
  click(px: number, py: number): void;
}

/**
 * Let `surface` move `camera`. A plain wheel scrolls the page until the drawing has the focus, and one
 * finger scrolls it until the drawing was tapped: a drawing in a page must not swallow the page.
 */
export function handle(surface: HTMLElement | SVGElement, camera: Camera, gestures: Gestures): void {
  const pointers = new Map<number, [number, number]>();
  let travelled = 0;

  const place = (event: PointerEvent | WheelEvent): [number, number] => {
    const box = surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const spread = (): number => {
    const [a, b] = [...pointers.values()];
    return a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
  };

  const down = (event: PointerEvent): void => {
    if (event.button > 0) return;
    if (pointers.size === 0) travelled = 0;
    pointers.set(event.pointerId, place(event));
  };
  const move = (event: PointerEvent): void => {
    const now = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) return gestures.hover(...now);
    const wide = spread();
    pointers.set(event.pointerId, now);
    travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (travelled < DRAG_BEGINS) return;
    // Captured only once a drag has begun: capturing at once would take clicks away from links inside.
    surface.setPointerCapture(event.pointerId);
    if (pointers.size === 1) camera.panBy(now[0] - before[0], now[1] - before[1]);
    else if (wide > 0) {
      const [a, b] = [...pointers.values()] as [[number, number], [number, number]];
      camera.zoomBy(spread() / wide, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    }
  };
  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    if (event.type === "pointerup" && pointers.size === 0 && travelled < DRAG_BEGINS) gestures.click(...place(event));
  };
  const wheel = (event: WheelEvent): void => {
    const engaged = event.ctrlKey || event.metaKey || surface.contains(document.activeElement) || document.fullscreenElement;
    if (!engaged) return;
    event.preventDefault();
    camera.zoomBy(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), ...place(event));
  };
  const key = (event: KeyboardEvent): void => {
    const steps: Record<string, () => void> = {
      ArrowLeft: () => camera.panBy(60, 0),
      ArrowRight: () => camera.panBy(-60, 0),
      ArrowUp: () => camera.panBy(0, 60),
      ArrowDown: () => camera.panBy(0, -60),
      "+": () => camera.zoomBy(1.4),
      "=": () => camera.zoomBy(1.4),
      "-": () => camera.zoomBy(1 / 1.4),
      "0": () => camera.reset(),
    };
    const step = steps[event.key];
    if (!step || event.target !== surface) return;
    event.preventDefault();
    step();
  };

  const target = surface as HTMLElement;
  target.addEventListener("pointerdown", down);
  target.addEventListener("pointermove", move);
  target.addEventListener("pointerup", up);
  target.addEventListener("pointercancel", up);
  target.addEventListener("pointerleave", () => gestures.leave());
  target.addEventListener("wheel", wheel, { passive: false });
  target.addEventListener("keydown", key);
  // A link dragged across must not be followed.
  target.addEventListener("click", (event) => travelled >= DRAG_BEGINS && event.preventDefault(), true);
  target.addEventListener("dragstart", (event) => event.preventDefault());
}
