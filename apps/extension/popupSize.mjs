// Prints what the popup loads before the first click, gzipped: `node popup-size.mjs [folder of the build]`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = process.argv[2] ?? join(import.meta.dirname, ".output/chrome-mv3");
const html = readFileSync(join(root, "popup.html"), "utf8");
const named = [...html.matchAll(/(?:src|href|data-app)="\/?([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
const pending = ["popup.html", ...named];
const files = {};

// Static imports only: what `import()` brings is loaded by a click.
while (pending.length > 0) {
  const file = pending.pop();
  if (file in files) continue;
  const text = readFileSync(join(root, file), "utf8");
  files[file] = gzipSync(text).length;
  if (!file.endsWith(".js")) continue;
  for (const [, next] of text.matchAll(
    /(?:^|[;}\n])(?:import|export)\s*(?:[\w$*{},\s]+from\s*)?["'`]\.\/([^"'`]+)["'`]/g,
  ))
    pending.push(join(file, "..", next));
}

const gzipped = Object.values(files).reduce((sum, size) => sum + size, 0);
console.log(JSON.stringify({ gzipped, budget: 30_000, within: gzipped <= 30_000, files }));
