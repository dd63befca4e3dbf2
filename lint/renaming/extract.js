// node lint/renaming/extract.js <file> <name,name…> <target>: moves declarations to another file; whoever imports them follows.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { applied } from "./edits.js";
import { openProgram, ts } from "./program.js";

const FORMAT = { indentSize: 2, convertTabsToSpaces: true, semicolons: ts.SemicolonPreference.Insert };
const PREFERENCES = {
  allowTextChangesInNewFiles: true,
  importModuleSpecifierEnding: "js",
  importModuleSpecifierPreference: "shortest",
  quotePreference: "double",
};

const [file, list, target] = process.argv.slice(2);
const [fileName, targetFile] = [resolve(file), resolve(target)];
const { service, program } = openProgram(process.cwd());
const source = program.getSourceFile(fileName);
const names = list.split(",");
const wanted = source.statements.filter((one) => namesOf(one).some((name) => names.includes(name)));
const missing = names.filter((name) => !wanted.some((one) => namesOf(one).includes(name)));
if (missing.length > 0) throw new Error(`Not in ${file}: ${missing.join(", ")}`);

function namesOf(one) {
  if (ts.isVariableStatement(one)) return one.declarationList.declarations.map(({ name }) => name.text);
  return one.name ? [one.name.text] : [];
}

const runs = [];
for (const one of wanted) {
  const last = runs.at(-1);
  const before = source.statements[source.statements.indexOf(one) - 1];
  if (last && last.at(-1) === before) last.push(one);
  else runs.push([one]);
}
const [first] = runs;
const range = { pos: first[0].getStart(source), end: first.at(-1).end };
const { edits } = service.getEditsForRefactor(fileName, FORMAT, range, "Move to file", "Move to file", PREFERENCES, {
  targetFile,
});
for (const { fileName: at, textChanges } of edits) {
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, applied(existsSync(at) ? readFileSync(at, "utf8") : "", textChanges));
}
console.log(`${first.flatMap(namesOf).join(", ")}: ${edits.length} files`);
const rest = runs.slice(1).flat().flatMap(namesOf);
if (rest.length > 0)
  execFileSync(process.execPath, [import.meta.filename, file, rest.join(","), target], { stdio: "inherit" });
