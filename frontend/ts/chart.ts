// <girih-chart src="…" type="bar|line|fan">: a chart to point at. Its table stands beside it.
// Everything in words is drawn on canvas inside a left-to-right box, so Persian is isolated string by string.

import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
} from "echarts/components";
import { init, use, type ComposeOption, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import { fetchJson, make } from "./shared/dom";
import { mix, onThemeChange, readPalette } from "./shared/theme";
import { isolate, numbers, wordsOf } from "./shared/words";

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, CanvasRenderer]);

type Options = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption | LegendComponentOption
>;

interface Series {
  name: string;
  /** null is missing: the line breaks there, the bar is absent. */
  values: (number | null)[];
  /** Bounds of a fan, as long as `values`. */
  low?: (number | null)[];
  high?: (number | null)[];
}

interface ChartData {
  title: string;
  categories: string[];
  series: Series[];
  unit?: string;
  value_label?: string;
  /** Bars lie on their side; absent: when the names are too long for columns. */
  sideways?: boolean;
  decimals?: number;
  words?: Record<string, string>;
}

const ENGLISH: Record<string, string> = {
  missing: "no data",
  failed: "The chart could not be loaded. The table holds the same data.",
};

class Chart extends HTMLElement {
  private chart?: EChartsType;
  private endings: (() => void)[] = [];

  async connectedCallback(): Promise<void> {
    if (this.chart) return;
    const words = wordsOf(this, undefined, ENGLISH);
    try {
      const data = await fetchJson<ChartData>(this.getAttribute("src") ?? "");
      await document.fonts.load('500 13px "Vazirmatn"', "گره");
      const box = make("div", { class: "chart-box", dir: "ltr", role: "img", "aria-label": data.title });
      this.replaceChildren(box);
      this.chart = init(box, null, { renderer: "canvas" });
      const draw = (): void => this.chart?.setOption(this.options(data), { notMerge: true });
      draw();
      const resized = new ResizeObserver(() => this.chart?.resize());
      resized.observe(box);
      this.endings.push(() => resized.disconnect(), onThemeChange(draw), () => this.chart?.dispose());
    } catch (error) {
      console.error(error);
      this.replaceChildren(make("p", { class: "drawing-note", role: "status" }, words("failed")));
    }
  }

  disconnectedCallback(): void {
    for (const end of this.endings) end();
  }

  private options(data: ChartData): Options {
    const language = this.lang || document.documentElement.lang || "fa";
    const persian = language === "fa";
    const palette = readPalette();
    const words = wordsOf(this, data.words, ENGLISH);
    const figure = numbers(language, { maximumFractionDigits: data.decimals ?? 2 });
    const say = (text: string): string => isolate(text, language);
    const type = this.getAttribute("type") ?? "bar";
    const font = { fontFamily: "Vazirmatn, system-ui, sans-serif", fontSize: 13, color: palette.muted };
    const quiet = mix(palette.ink, palette.surface, 0.14);
    // Names too long to stand under their columns lie beside their bars.
    const crowded = data.categories.join("  ").length * 8 > this.clientWidth - 60;
    const sideways = type === "bar" && (data.sideways ?? crowded);

    const named = data.value_label ?? data.unit;
    const names = {
      type: "category" as const,
      data: data.categories,
      // Persian reads its columns from the right; time still runs to the right, as Iranian yearbooks print it.
      inverse: sideways || (persian && type === "bar"),
      position: sideways ? (persian ? "right" as const : "left" as const) : undefined,
      axisLabel: { ...font, color: palette.ink, formatter: say, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: quiet } },
    };
    const values = {
      type: "value" as const,
      inverse: sideways && persian,
      position: sideways ? undefined : persian ? "right" as const : "left" as const,
      name: named ? say(named) : "",
      nameLocation: sideways ? "middle" as const : "end" as const,
      nameGap: sideways ? 30 : 15,
      nameTextStyle: { ...font, align: sideways ? "center" as const : persian ? "right" as const : "left" as const },
      axisLabel: { ...font, formatter: (value: number) => figure(value) },
      splitLine: { lineStyle: { color: quiet } },
    };
    const series: (BarSeriesOption | LineSeriesOption)[] = data.series.flatMap((one, i): (BarSeriesOption | LineSeriesOption)[] => {
      const colour = data.series.length === 1 ? palette.lapis : palette.series[i % palette.series.length]!;
      const base = { name: one.name, itemStyle: { color: colour }, emphasis: { disabled: true } };
      if (type === "bar") return [{ ...base, type: "bar" as const, data: one.values, barMaxWidth: 28 }];
      const line = {
        ...base, type: "line" as const, data: one.values, lineStyle: { width: 2.5, color: colour },
        symbol: SYMBOLS[i % SYMBOLS.length], symbolSize: 8, connectNulls: false,
      };
      if (type !== "fan" || !one.low || !one.high) return [line];
      const { low, high } = one;
      const hidden = { type: "line" as const, stack: `fan-${i}`, symbol: "none", lineStyle: { opacity: 0 }, silent: true };
      const width = high.map((value, k) => (value === null || low[k] == null ? null : value - low[k]!));
      return [
        { ...hidden, name: `${one.name}·low`, data: low },
        { ...hidden, name: `${one.name}·high`, data: width, areaStyle: { color: colour, opacity: 0.16 } },
        line,
      ];
    });

    return {
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      textStyle: font,
      grid: {
        top: named && !sideways ? 44 : 12,
        bottom: (data.series.length > 1 ? 44 : 12) + (named && sideways ? 28 : 0),
        left: 12,
        right: 12,
        containLabel: true,
      },
      legend: {
        show: data.series.length > 1,
        bottom: 0,
        data: persian ? data.series.map((one) => one.name).reverse() : data.series.map((one) => one.name),
        align: persian ? "right" : "left",
        formatter: say,
        textStyle: { ...font, color: palette.ink },
      },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        confine: true,
        backgroundColor: palette.ink,
        borderWidth: 0,
        textStyle: { ...font, color: palette.surface, align: persian ? "right" : "left" },
        axisPointer: { type: type === "bar" ? "shadow" : "line" },
        formatter: (shown: unknown) => {
          const first = (Array.isArray(shown) ? shown[0] : shown) as { dataIndex: number };
          const rows = data.series.map((one) => {
            const value = one.values[first.dataIndex];
            const said = value == null ? words("missing") : `${figure(value)}${data.unit ? ` ${data.unit}` : ""}`;
            return say(`${one.name}: ${said}`);
          });
          return [say(data.categories[first.dataIndex] ?? ""), ...rows].join("\n");
        },
      },
      xAxis: sideways ? values : names,
      yAxis: sideways ? names : values,
      series,
    };
  }
}

// Series differ in shape too, not in colour alone.
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];

customElements.define("girih-chart", Chart);
