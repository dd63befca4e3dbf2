// node lint/renaming/rename.js <list.tsv>…: R and P lines, all at once, by the language service. `DRY=1` only looks.
import { join } from "node:path";
import { Edits } from "./edits.js";
import { linesOf } from "./lists.js";
import { declared, openProgram, WITH_BOTH_NAMES } from "./program.js";

const root = process.cwd();
const { service, program } = openProgram(root);
const edits = new Edits();
let renamed = 0;
for (const { from, to } of linesOf(["R", "P"], process.argv.slice(2))) {
  const [file, name] = from.split("#");
  const source = program.getSourceFile(join(root, file));
  const place = source ? declared(source, name) : null;
  const found =
    place && service.findRenameLocations(source.fileName, place.getStart(source), false, false, WITH_BOTH_NAMES);
  if (found) {
    edits.add(found, to);
    renamed += 1;
  } else console.log(`not found: ${from}`);
}
if (!process.env.DRY) edits.write();
console.log(`${renamed} names in ${edits.fileCount} files`);
