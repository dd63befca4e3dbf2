// node lint/renaming/move.js <root> <map.tsv>…: F lines, by git mv, and every specifier that names a moved file.
import { ts, open } from "./program.js";
import fs from "fs";
import path from "path";
import { execFileSync } from "child_process";
const [root, ...maps] = process.argv.slice(2);
const moves = new Map();
for (const m of maps)
  for (const line of fs.readFileSync(m, "utf8").split("\n")) {
    const [k, a, b] = line.split("\t").map((s) => s?.trim());
    if (k === "F" && a !== b && b) moves.set(path.join(root, a), path.join(root, b));
  }
const { files } = open(root);
const PK = {
  "@callboard/domain": "packages/domain/src",
  "@callboard/ui": "packages/ui/src",
  "@callboard/server": "apps/server/src",
};
const exts = ["", ".ts", ".tsx", ".css"];
function resolve(from, spec) {
  if (spec.startsWith(".")) {
    const p = path.resolve(path.dirname(from), spec.split("?")[0]);
    return exts.map((e) => p + e).find((f) => fs.existsSync(f) && fs.statSync(f).isFile()) ?? null;
  }
  for (const [pk, dir] of Object.entries(PK))
    if (spec === pk || spec.startsWith(pk + "/")) {
      const p = path.join(root, dir, spec.slice(pk.length + 1));
      return exts.map((e) => p + e).find((f) => fs.existsSync(f) && fs.statSync(f).isFile()) ?? null;
    }
  return null;
}
const plan = [];
const odd = [];
for (const file of files) {
  const text = fs.readFileSync(file, "utf8");
  const sf = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const edits = [];
  const newFrom = moves.get(file) ?? file;
  const visit = (n) => {
    let lit = null;
    if ((ts.isImportDeclaration(n) || ts.isExportDeclaration(n)) && n.moduleSpecifier) lit = n.moduleSpecifier;
    else if (ts.isImportTypeNode(n) && ts.isLiteralTypeNode(n.argument)) lit = n.argument.literal;
    else if (
      ts.isCallExpression(n) &&
      n.expression.kind === ts.SyntaxKind.ImportKeyword &&
      n.arguments[0] &&
      ts.isStringLiteral(n.arguments[0])
    )
      lit = n.arguments[0];
    else if (
      ts.isStringLiteral(n) &&
      /^\.{1,2}\//.test(n.text) &&
      !(n.parent && (ts.isImportDeclaration(n.parent) || ts.isExportDeclaration(n.parent)))
    ) {
      const r = resolve(file, n.text);
      if (r) lit = n;
      else if (/\.(ts|tsx|json|sql|css)$/.test(n.text)) odd.push(`${path.relative(root, file)}: ${n.text}`);
    } else if (ts.isModuleDeclaration(n) && ts.isStringLiteral(n.name)) lit = n.name;
    if (lit && ts.isStringLiteral(lit)) {
      const target = resolve(file, lit.text);
      if (target) {
        const to = moves.get(target) ?? target;
        let spec;
        if (lit.text.startsWith(".")) {
          spec = path.relative(path.dirname(newFrom), to);
          if (!spec.startsWith(".")) spec = "./" + spec;
          if (!path.extname(lit.text.split("?")[0])) spec = spec.replace(/\.(ts|tsx)$/, "");
          const q = lit.text.indexOf("?");
          if (q >= 0) spec += lit.text.slice(q);
        } else {
          const pk = Object.keys(PK).find((k) => lit.text.startsWith(k));
          spec = pk + "/" + path.relative(path.join(root, PK[pk]), to);
          if (!spec.endsWith(".css")) spec = spec.replace(/\.(ts|tsx)$/, "");
        }
        if (spec !== lit.text && !edits.some((e) => e[0] === lit.getStart(sf) + 1))
          edits.push([lit.getStart(sf) + 1, lit.text.length, spec]);
      }
    }
    ts.forEachChild(n, visit);
  };
  visit(sf);
  if (edits.length) plan.push([file, text, edits]);
}
for (const [file, text, edits] of plan) {
  let s = text;
  for (const [a, l, t] of edits.sort((x, y) => y[0] - x[0])) s = s.slice(0, a) + t + s.slice(a + l);
  fs.writeFileSync(file, s);
}
for (const [a, b] of moves) {
  if (!fs.existsSync(a)) {
    odd.push("missing " + a);
    continue;
  }
  fs.mkdirSync(path.dirname(b), { recursive: true });
  if (fs.existsSync(b) && a.toLowerCase() !== b.toLowerCase()) odd.push("exists " + b);
  execFileSync("git", ["mv", "-f", a, b], { cwd: root });
}
console.log("rewrote", plan.length, "files, moved", moves.size);
console.log([...new Set(odd)].join("\n"));
