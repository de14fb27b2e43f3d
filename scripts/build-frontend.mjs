// Builds src/girih/web/static/web/dist: one style sheet, one small core script, one script per drawing, fonts, land.
// `--watch` is not offered: a build takes about two seconds.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { compile, optimize } from "@tailwindcss/node";
import { Scanner } from "@tailwindcss/oxide";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = path.join(root, "frontend");
const target = path.join(root, "src/girih/web/static/web/dist");
const packageFile = (name) => createRequire(import.meta.url).resolve(name);

async function styles() {
  const base = path.join(sources, "css");
  const compiler = await compile(await readFile(path.join(base, "app.css"), "utf8"), {
    base,
    from: path.join(base, "app.css"),
    onDependency() {},
    shouldRewriteUrls: false,
  });
  const scanner = new Scanner({ sources: compiler.sources });
  const { code } = optimize(compiler.build(scanner.scan()), { minify: true });
  await writeFile(path.join(target, "app.css"), code);
}

// No shared chunks: static files are renamed by their content when collected, and a relative import would not follow.
async function scripts() {
  await build({
    absWorkingDir: root,
    entryPoints: {
      app: "frontend/ts/app.ts",
      "network-drawing": "frontend/ts/network-drawing.ts",
      "network-webgl": "frontend/ts/network-webgl.ts",
      "world-map": "frontend/ts/world-map.ts",
      chart: "frontend/ts/chart.ts",
    },
    outdir: target,
    bundle: true,
    format: "esm",
    target: "es2020",
    minify: true,
    legalComments: "linked",
    charset: "utf8",
    logLevel: "warning",
  });
}

async function files() {
  const fonts = path.join(target, "fonts");
  await mkdir(fonts, { recursive: true });
  const vazirmatn = path.dirname(packageFile("vazirmatn/package.json"));
  // Brackets in a file name break some static servers; the web font gets a plain name.
  await copyFile(path.join(vazirmatn, "fonts/webfonts/Vazirmatn[wght].woff2"), path.join(fonts, "vazirmatn.woff2"));
  for (const weight of ["Regular", "Medium", "SemiBold", "Bold", "ExtraBold"]) {
    const name = `Vazirmatn-${weight}.ttf`;
    await copyFile(path.join(vazirmatn, "fonts/ttf", name), path.join(fonts, name));
  }
  await copyFile(path.join(vazirmatn, "OFL.txt"), path.join(fonts, "OFL.txt"));
  await copyFile(packageFile("world-atlas/land-110m.json"), path.join(target, "land-110m.json"));
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await Promise.all([styles(), scripts(), files()]);
