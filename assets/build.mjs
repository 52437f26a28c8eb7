// Fills weian/ui/static/vendor/ with what the pages load; nothing there is written by hand or committed.
import { build } from "esbuild";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const vendor = path.join(here, "..", "weian", "ui", "static", "vendor");
const require = createRequire(import.meta.url);

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });

await copyFile(require.resolve("htmx.org/dist/htmx.min.js"), path.join(vendor, "htmx.min.js"));

// One ES module for the phone page's outbox. chrome109 is the oldest browser that is served.
await build({
  entryPoints: [path.join(here, "node_modules", "idb", "build", "index.js")],
  outfile: path.join(vendor, "idb.js"),
  bundle: true,
  format: "esm",
  minify: true,
  target: "chrome109",
  logLevel: "warning",
});

// The reader of codes for browsers without their own. It takes its wasm from us: left alone it would ask a CDN.
await build({
  entryPoints: [path.join(here, "barcode.mjs")],
  outfile: path.join(vendor, "barcode.js"),
  bundle: true,
  format: "esm",
  minify: true,
  target: "chrome109",
  logLevel: "warning",
});
// The one that this version was built with; another version's crashes.
const reader = createRequire(require.resolve("barcode-detector"));
await copyFile(path.join(path.dirname(reader.resolve("zxing-wasm/reader")), "..", "..", "reader", "zxing_reader.wasm"), path.join(vendor, "zxing_reader.wasm"));

const versions = Object.fromEntries(
  ["barcode-detector", "htmx.org", "idb"].map((name) => [name, require(path.join(here, "node_modules", name, "package.json")).version]),
);
await writeFile(path.join(vendor, "versions.json"), JSON.stringify(versions) + "\n");
