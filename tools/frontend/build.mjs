// Builds the front-end parts into var/static/ui/ (one style sheet, one script, the fonts, the drawings and the licences) and
// keeps the fonts of printed documents in var/paper-fonts/, which is not served.
// Does nothing when no input has changed since the last run. Usage: npm run build [-- --force]
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const ASSETS = join(ROOT, "koalicja", "ui", "assets");
const MODULES = join(ROOT, "node_modules");
const OUT = join(ROOT, "var", "static", "ui");
const STAMP = join(OUT, "inputs.sha256");
const PAPER = join(ROOT, "var", "paper-fonts");

// Polish needs latin and latin-ext; the family, the style sheet of its package, and the short name of our file.
const FONTS = [
  { name: "@fontsource-variable/atkinson-hyperlegible-next", sheets: ["wght.css", "wght-italic.css"], short: "atkinson" },
  { name: "@fontsource-variable/source-serif-4", sheets: ["wght.css"], short: "source-serif" },
];
const SUBSETS = ["latin", "latin-ext"];
// Typst reads whole TTF files only.
const PAPER_FONTS = [
  { name: "@expo-google-fonts/atkinson-hyperlegible-next", faces: ["400Regular", "400Regular_Italic", "600SemiBold"] },
  { name: "@expo-google-fonts/source-serif-4", faces: ["400Regular", "600SemiBold"] },
];
const LICENCES = ["bootstrap", ...FONTS.map((font) => font.name)];

// Faces of the reader's own computer, stretched to the measured width and height of ours (a Polish sentence at 100 px:
// 5861 against 5981, 6395 against 5665): the page does not jump when the fonts arrive.
const FALLBACKS = `
@font-face { font-family: "Atkinson fallback"; src: local("Arial"), local("Liberation Sans"); size-adjust: 98%; ascent-override: 100%; descent-override: 32.7%; line-gap-override: 0%; }
@font-face { font-family: "Source Serif fallback"; src: local("Times New Roman"), local("Liberation Serif"); size-adjust: 113%; ascent-override: 92%; descent-override: 30%; line-gap-override: 0%; }
`;

async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function fingerprint() {
  const hash = createHash("sha256");
  const inputs = [...(await filesUnder(ASSETS)), join(ROOT, "package-lock.json"), fileURLToPath(import.meta.url)];
  for (const file of inputs) hash.update(relative(ROOT, file)).update(await readFile(file));
  return hash.digest("hex");
}

async function isFresh(print) {
  if (process.argv.includes("--force") || !existsSync(join(OUT, "app.css")) || !existsSync(PAPER)) return false;
  return existsSync(STAMP) && (await readFile(STAMP, "utf8")) === print;
}

// Takes the faces of our subsets out of a package's style sheet, copies their files and returns the faces with our addresses.
async function faces({ name, sheets, short }, fonts) {
  const kept = [];
  for (const sheet of sheets) {
    const css = await readFile(join(MODULES, name, sheet), "utf8");
    for (const [face, file] of css.matchAll(/@font-face\s*{[^}]*url\(\.\/files\/([^)]+)\)[^}]*}/g)) {
      const subset = file.match(/-(latin|latin-ext)-wght-(normal|italic)\.woff2$/);
      if (!subset || !SUBSETS.includes(subset[1])) continue;
      const ours = `${short}-${subset[1]}${subset[2] === "italic" ? "-italic" : ""}.woff2`;
      await cp(join(MODULES, name, "files", file), join(fonts, ours));
      kept.push(face.replace(/url\([^)]+\)/, `url(fonts/${ours})`));
    }
  }
  if (kept.length !== sheets.length * SUBSETS.length) throw new Error(`${name}: expected the subsets ${SUBSETS.join(", ")} of ${sheets.join(", ")}`);
  return kept.join("\n");
}

async function styles(target) {
  const [{ compileAsync }, { transform }] = await Promise.all([import("sass"), import("esbuild")]);
  const sheet = await compileAsync(join(ASSETS, "scss", "app.scss"), {
    loadPaths: [MODULES],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const fontFaces = [];
  for (const font of FONTS) fontFaces.push(await faces(font, join(target, "fonts")));
  const css = [...fontFaces, FALLBACKS, sheet.css].join("\n");
  const { code } = await transform(css, { loader: "css", minify: true, charset: "utf8", legalComments: "none" });
  await writeFile(join(target, "app.css"), code);
}

async function script(target) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join(ASSETS, "js", "app.js")],
    outfile: join(target, "app.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2020"],
    legalComments: "none",
    logLevel: "warning",
  });
}

async function licences(target) {
  const texts = [];
  for (const name of LICENCES) {
    const { version, license } = JSON.parse(await readFile(join(MODULES, name, "package.json"), "utf8"));
    texts.push(`${name} ${version} (${license})\n\n${await readFile(join(MODULES, name, "LICENSE"), "utf8")}`);
  }
  await writeFile(join(target, "LICENSES.txt"), texts.join("\n\n----\n\n"));
}

async function paperFonts(target) {
  const texts = [];
  for (const { name, faces } of PAPER_FONTS) {
    for (const face of faces) {
      const file = (await readdir(join(MODULES, name, face))).find((entry) => entry.endsWith(".ttf"));
      await cp(join(MODULES, name, face, file), join(target, file));
    }
    const { version, license } = JSON.parse(await readFile(join(MODULES, name, "package.json"), "utf8"));
    texts.push(`${name} ${version} (${license})\n\n${await readFile(join(MODULES, name, "LICENSE_FONT"), "utf8")}`);
  }
  await writeFile(join(target, "LICENSES.txt"), texts.join("\n\n----\n\n"));
}

async function main() {
  const print = await fingerprint();
  if (await isFresh(print)) return console.log("front end: nothing changed");
  const started = Date.now();
  const target = `${OUT}.new`;
  const paper = `${PAPER}.new`;
  for (const folder of [target, paper]) await rm(folder, { recursive: true, force: true });
  await mkdir(join(target, "fonts"), { recursive: true });
  await mkdir(paper, { recursive: true });
  await Promise.all([styles(target), script(target), licences(target), paperFonts(paper)]);
  for (const drawing of ["icons.svg", "mark.svg"]) await cp(join(ASSETS, drawing), join(target, drawing));
  await writeFile(join(target, "inputs.sha256"), print);
  for (const [from, to] of [[paper, PAPER], [target, OUT]]) {
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  }
  console.log(`front end: built in ${Date.now() - started} ms`);
}

await main();
