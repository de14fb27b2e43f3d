// <girih-network src="…" lang="fa" webgl="…/network-webgl.js">: a network to look at. Its table stands beside it.

import { Camera, handle } from "./shared/camera";
import { fetchJson, make } from "./shared/dom";
import { onThemeChange, readableOn, readPalette, type Palette } from "./shared/theme";
import { numbers, wordsOf, years, type Words } from "./shared/words";
import { CanvasStage } from "./network/canvas-stage";
import { card, ENGLISH, legend, summary, toolbar, zoomButtons, type Hands } from "./network/controls";
import { NetworkModel, type NetworkData } from "./network/model";
import { paintOverlay, type Naming } from "./network/overlay";
import { categoriesOf, categoryColour, compose, type Choices, type Scene, type Stage } from "./network/scene";

/** Real graphics only: an imitated WebGL is slower than the plain canvas. */
function hasWebgl(): boolean {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/** Width of the card with its margins, in pixels. */
const CARD = 310;

class NetworkDrawing extends HTMLElement {
  private model?: NetworkModel;
  private words: Words = (key) => key;
  private palette!: Palette;
  private scene?: Scene;
  private stage?: Stage;
  private camera = new Camera(() => this.schedule());
  private choices: Choices = {
    colourBy: "field", sizeBy: "degree", year: null, proposals: true, hidden: new Set(), focus: null, over: null,
  };
  private naming?: Naming;
  private frame = 0;
  private endings: (() => void)[] = [];

  private readonly surface = make("canvas", { class: "drawing-canvas", tabindex: 0, role: "application" });
  private readonly layer = make("div", { class: "drawing-layer" });
  private readonly note = make("p", { class: "drawing-note", role: "status" });
  private readonly info = make("section", { class: "drawing-card", hidden: true });
  private legendBox = make("div");

  private get language(): string {
    return this.lang || document.documentElement.lang || "fa";
  }

  async connectedCallback(): Promise<void> {
    if (this.model) return;
    try {
      const data = await fetchJson<NetworkData>(this.getAttribute("src") ?? "");
      await document.fonts.load('500 13px "Vazirmatn"', "گره");
      this.model = new NetworkModel(data);
      this.words = wordsOf(this, data.words, ENGLISH);
      await this.build(this.model);
    } catch (error) {
      console.error(error);
      this.replaceChildren(make("p", { class: "drawing-note", role: "status" }, wordsOf(this, undefined, ENGLISH)("failed")));
    }
  }

  disconnectedCallback(): void {
    for (const end of this.endings) end();
  }

  private async build(model: NetworkModel): Promise<void> {
    const direction = this.language === "fa" ? "rtl" : "ltr";
    const hands: Hands = {
      changed: (part) => this.change(part),
      choose: (member) => this.focusOn(member, true),
      zoom: (factor) => this.camera.zoomBy(factor),
      reset: () => {
        this.change({ focus: null });
        this.camera.reset();
      },
      fullscreen: () => void (document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen()),
    };
    this.choices.year = model.data.years?.[1] ?? null;
    const zoom = zoomButtons(this.words, hands);
    zoom.dir = this.info.dir = direction;
    const stage = make("div", { class: "drawing-stage", dir: "ltr" }, this.layer, this.surface, zoom);
    const view = make("div", { class: "drawing-view" }, stage, this.info);
    this.surface.setAttribute("aria-label", `${this.words("drawing")}. ${this.words("keys")}`);
    const tools = toolbar(model, this.choices, this.words, years(this.language), hands);
    const frame = make("div", { class: "drawing", dir: direction }, tools, this.legendBox, view, this.note);
    this.replaceChildren(frame);

    handle(this.surface, this.camera, {
      hover: (px, py) => this.over(this.memberAt(px, py)),
      leave: () => this.over(null),
      click: (px, py) => this.focusOn(this.memberAt(px, py), false),
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.choices.focus !== null) this.change({ focus: null });
    });
    const resized = new ResizeObserver(() => {
      this.camera.width = stage.clientWidth;
      this.camera.height = stage.clientHeight;
      this.schedule();
    });
    this.camera.width = stage.clientWidth;
    this.camera.height = stage.clientHeight;
    resized.observe(stage);
    this.endings.push(
      () => resized.disconnect(),
      onThemeChange(() => {
        this.palette = readPalette();
        this.drawLegend();
        this.schedule();
      }),
    );
    this.palette = readPalette();
    this.drawLegend();
    this.stage = await this.openStage(model);
    this.endings.push(() => this.stage?.remove());
    this.schedule();
  }

  private async openStage(model: NetworkModel): Promise<Stage> {
    const address = this.getAttribute("webgl");
    if (address && hasWebgl()) {
      try {
        const { createStage } = (await import(new URL(address, document.baseURI).href)) as typeof import("./network-webgl");
        return createStage(this.layer, compose(model, this.choices, this.camera, this.palette));
      } catch (error) {
        console.warn("WebGL refused, drawing on canvas", error);
        this.layer.replaceChildren();
      }
    }
    return new CanvasStage(this.layer);
  }

  private change(part: Partial<Choices>): void {
    Object.assign(this.choices, part);
    this.drawLegend();
    this.schedule();
  }

  private over(member: number | null): void {
    if (member === this.choices.over) return;
    this.choices.over = member;
    this.surface.toggleAttribute("data-over", member !== null);
    this.schedule();
  }

  private focusOn(member: number | null, fly: boolean): void {
    if (member !== null && !this.scene?.dots[member]?.shown) this.change({ hidden: new Set(), year: this.model?.data.years?.[1] ?? null });
    this.change({ focus: member });
    if (fly && member !== null) this.flyAround(member);
  }

  /** Bring a member with its neighbourhood into view, the member in the middle of it. */
  private flyAround(member: number): void {
    this.surface.scrollIntoView({ block: "nearest" });
    const scene = compose(this.model!, this.choices, this.camera, this.palette);
    const { x, y } = scene.dots[member]!;
    const reach = [...scene.neighbours.keys()].map((i) => scene.dots[i]!);
    const wide = Math.max(0.12, ...reach.map((dot) => Math.abs(dot.x - x)));
    const high = Math.max(0.12, ...reach.map((dot) => Math.abs(dot.y - y)));
    const { width, height } = this.camera;
    const short = Math.min(width, height);
    // On a wide screen the card lies over the starting side: the middle is that of what it leaves free.
    const covered = matchMedia("(min-width: 60rem)").matches ? Math.min(CARD, width / 2) : 0;
    const fitting = Math.min((0.42 * (width - covered)) / (wide * short), (0.42 * height) / (high * short));
    const zoom = Math.min(4, Math.max(1, fitting));
    const aside = (covered / 2 / (short * zoom)) * (this.language === "fa" ? 1 : -1);
    this.camera.flyTo({ x: x + aside, y, zoom });
  }

  private memberAt(px: number, py: number): number | null {
    let best: number | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    this.scene?.dots.forEach((dot, i) => {
      if (!dot.shown) return;
      const [x, y] = this.camera.toScreen(dot.x, dot.y);
      const distance = Math.hypot(px - x, py - y);
      // A finger needs some room around a small dot.
      if (distance <= Math.max(dot.radius + 3, 10) && distance < nearest) [best, nearest] = [i, distance];
    });
    return best;
  }

  private drawLegend(): void {
    const { model } = this;
    if (!model) return;
    const { colourBy, hidden, sizeBy } = this.choices;
    const named = colourBy === "field" ? model.data.fields : model.data.regions;
    const letter = numbers(this.language);
    const categories = categoriesOf(model, colourBy);
    const letters = new Map(categories.map((slug, i) => [slug, letter(i + 1)]));
    this.naming = {
      labels: model.members.map((member) => member.label),
      letters: model.members.map((member) => letters.get(member[colourBy] ?? "") ?? ""),
      order: model.members.map((_, i) => i).sort((p, q) => model.share(model.members[q]!, sizeBy) - model.share(model.members[p]!, sizeBy)),
      language: this.language,
    };
    const entries = categories.map((slug, i) => {
      const colour = categoryColour(i, this.palette, slug);
      const label = slug ? named[slug]?.label ?? slug : this.words("unknown");
      return { slug, label, letter: letters.get(slug) ?? "", colour, ink: readableOn(colour), shown: !hidden.has(slug) };
    });
    const active = [...this.legendBox.querySelectorAll("button")].indexOf(document.activeElement as HTMLButtonElement);
    const fresh = legend(entries, this.words, (slug) => {
      const next = new Set(hidden);
      if (!next.delete(slug)) next.add(slug);
      this.change({ hidden: next });
    });
    this.legendBox.replaceWith(fresh);
    this.legendBox = fresh as HTMLDivElement;
    if (active >= 0) fresh.querySelectorAll("button")[active]?.focus();
  }

  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  private carded: string | null = null;

  private paint(): void {
    if (!this.model || !this.stage || !this.naming) return;
    const scene = compose(this.model, this.choices, this.camera, this.palette);
    this.scene = scene;
    this.stage.paint(scene, this.camera);
    paintOverlay(this.surface, scene, this.choices, this.naming, this.camera, this.palette);
    this.note.textContent = summary(scene, this.words, numbers(this.language));
    this.showCard(scene);
  }

  private showCard(scene: Scene): void {
    const { focus } = this.choices;
    // The card is rebuilt only when its content changes: rebuilding under the finger would lose the focus.
    const content = focus === null ? null : `${focus}:${[...scene.neighbours.keys()].join()}`;
    if (content === this.carded) return;
    const hadFocus = this.info.contains(document.activeElement);
    this.carded = content;
    this.info.hidden = focus === null;
    if (focus === null) return;
    const figures = {
      year: years(this.language),
      number: numbers(this.language, { maximumFractionDigits: 3 }),
      share: numbers(this.language, { style: "percent", maximumFractionDigits: 1 }),
    };
    this.info.replaceChildren(
      ...card(this.model!, focus, scene, this.words, figures, {
        choose: (member) => this.focusOn(member, true),
        close: () => this.change({ focus: null }),
      }),
    );
    this.info.setAttribute("aria-label", this.model!.members[focus]!.label);
    if (hadFocus) this.info.querySelector<HTMLElement>("a, button")?.focus();
  }
}

customElements.define("girih-network", NetworkDrawing);
