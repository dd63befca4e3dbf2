// After a rename: `{ new: old }` where old -> new is a pair of the map becomes `{ new }`, the local renamed, where nothing collides.
import { ts, open } from "./program.js";
import fs from "fs";
const [root, ...maps] = process.argv.slice(2);
const pairs = new Set();
for (const m of maps)
  for (const line of fs.readFileSync(m, "utf8").split("\n")) {
    const [k, w, to] = line.split("\t").map((s) => s?.trim());
    if (k === "P" || k === "R") pairs.add(w.split("#")[1].split(".").pop() + ">" + to);
  }
const { ls, files } = open(root);
const program = ls.getProgram();
const checker = program.getTypeChecker();
const edits = new Map();
let n = 0,
  skipped = 0;
for (const f of files) {
  const sf = program.getSourceFile(f);
  if (!sf) continue;
  const todo = [];
  const visit = (node) => {
    if (
      ts.isBindingElement(node) &&
      node.propertyName &&
      ts.isIdentifier(node.propertyName) &&
      ts.isIdentifier(node.name) &&
      pairs.has(node.name.text + ">" + node.propertyName.text)
    )
      todo.push([node.name, node.propertyName.text, node]);
    if (
      ts.isPropertyAssignment(node) &&
      ts.isIdentifier(node.name) &&
      ts.isIdentifier(node.initializer) &&
      pairs.has(node.initializer.text + ">" + node.name.text)
    ) {
      const sym = checker.getSymbolAtLocation(node.initializer);
      const d = sym?.declarations?.[0];
      if (
        d &&
        d.getSourceFile() === sf &&
        d.name &&
        ts.isIdentifier(d.name) &&
        (ts.isParameter(d) || ts.isVariableDeclaration(d) || ts.isBindingElement(d))
      )
        todo.push([d.name, node.name.text, node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(sf);
  for (const [name, to] of todo) {
    const locs =
      ls.findRenameLocations(f, name.getStart(sf), false, false, { providePrefixAndSuffixTextForRename: true }) ?? [];
    // collide: the new name is used as an identifier anywhere in the enclosing function of the declaration or of any use
    let outer = name;
    while (outer.parent && !(ts.isFunctionLike(outer) && outer !== name) && !ts.isSourceFile(outer))
      outer = outer.parent;
    let clash = false;
    const look = (x) => {
      if (clash) return;
      if (
        ts.isIdentifier(x) &&
        x.text === to &&
        !(ts.isPropertyAccessExpression(x.parent) && x.parent.name === x) &&
        !(ts.isPropertyAssignment(x.parent) && x.parent.name === x) &&
        !(ts.isBindingElement(x.parent) && x.parent.propertyName === x) &&
        !ts.isPropertySignature(x.parent) &&
        !ts.isJsxAttribute(x.parent) &&
        !ts.isTypeReferenceNode(x.parent) &&
        !ts.isMethodSignature(x.parent)
      )
        clash = true;
      ts.forEachChild(x, look);
    };
    look(outer);
    if (clash || ["default", "new", "function", "return", "class"].includes(to)) {
      skipped++;
      continue;
    }
    for (const l of locs) {
      const per = edits.get(l.fileName) ?? edits.set(l.fileName, new Map()).get(l.fileName);
      const had = per.get(l.textSpan.start);
      const part = l.prefixText ? "local" : l.suffixText ? "prop" : "both";
      const e = had ?? {
        start: l.textSpan.start,
        length: l.textSpan.length,
        sep: / as /.test(l.prefixText ?? l.suffixText ?? "") ? " as " : ": ",
        old: program.getSourceFile(l.fileName).text.substr(l.textSpan.start, l.textSpan.length),
      };
      e[part] = to;
      per.set(l.textSpan.start, e);
    }
    n++;
  }
}
for (const [file, per] of edits) {
  let s = fs.readFileSync(file, "utf8");
  for (const e of [...per.values()].sort((a, b) => b.start - a.start)) {
    const p = e.prop ?? e.both ?? e.old,
      l = e.local ?? e.both ?? e.old;
    s = s.slice(0, e.start) + (p === l ? p : p + e.sep + l) + s.slice(e.start + e.length);
  }
  // `{ new: new }` is `{ new }`
  fs.writeFileSync(file, s);
}
console.log("locals", n, "skipped", skipped);
