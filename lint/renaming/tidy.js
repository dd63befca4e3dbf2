// node lint/renaming/tidy.js <file>…: imports that nothing uses go.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { openProgram } from "./program.js";
import { applied } from "./edits.js";

const { service } = openProgram(process.cwd());
for (const one of process.argv.slice(2)) {
  const fileName = resolve(one);
  const [changes] = service.organizeImports({ type: "file", fileName, mode: "RemoveUnused" }, {}, {});
  if (changes) writeFileSync(fileName, applied(readFileSync(fileName, "utf8"), changes.textChanges));
}
