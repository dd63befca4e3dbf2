// node lint/renaming/move.js <list.tsv>…: F lines, by git mv; every specifier and path that names a moved file follows.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative, resolve } from "node:path";
import { linesOf } from "./lists.js";
import { openProgram, ts } from "./program.js";

const PACKAGES = {
  "@callboard/domain": "packages/domain/src",
  "@callboard/ui": "packages/ui/src",
  "@callboard/server": "apps/server/src",
};
const ENDINGS = ["", ".ts", ".tsx", ".css"];
const root = process.cwd();
const lines = linesOf(["F"], process.argv.slice(2));
const here = lines.filter(({ from }) => existsSync(join(root, from)) || console.log(`not found: ${from}`));
const moves = new Map(here.map(({ from, to }) => [join(root, from), join(root, to)]));
const clash = [...moves.values()].find((to, at, all) => existsSync(to) || all.indexOf(to) !== at);
if (clash) throw new Error(`Something else is or comes there: ${relative(root, clash)}`);

const isFile = (path) => existsSync(path) && statSync(path).isFile();
const packageIn = (text) => Object.keys(PACKAGES).find((name) => text.startsWith(`${name}/`));

function fileNamed(from, text) {
  const name = packageIn(text);
  if (!name && !/^\.{1,2}\//.test(text)) return undefined;
  const path = name ? join(root, PACKAGES[name], text.slice(name.length + 1)) : resolve(dirname(from), text);
  return ENDINGS.map((ending) => path + ending).find(isFile);
}

function nameOf(to, from, text) {
  const name = packageIn(text);
  if (name) return `${name}/${relative(join(root, PACKAGES[name]), to).replace(/\.tsx?$/, "")}`;
  const path = relative(dirname(from), to);
  const whole = path.startsWith(".") ? path : `./${path}`;
  return extname(text) === "" ? whole.replace(/\.tsx?$/, "") : whole;
}

for (const file of openProgram(root).files) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const edits = [];
  const visit = (node) => {
    if (ts.isStringLiteral(node)) {
      const [text, query = ""] = node.text.split(/(?=\?)/);
      const named = fileNamed(file, text);
      if (named) {
        const to = nameOf(moves.get(named) ?? named, moves.get(file) ?? file, text) + query;
        if (to !== node.text) edits.push({ from: node.getStart(source) + 1, to: node.end - 1, text: to });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  let text = source.text;
  for (const edit of edits.toReversed()) text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  if (edits.length > 0) writeFileSync(file, text);
}
for (const [from, to] of moves) {
  mkdirSync(dirname(to), { recursive: true });
  execFileSync("git", ["mv", from, to], { cwd: root });
}
console.log(`${moves.size} files moved`);
