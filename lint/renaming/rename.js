// node lint/renaming/rename.js <root> <map.tsv>…: R and P lines, all at once, by the language service.
import { ts, open, find } from "./program.js";
import fs from "fs";
import path from "path";
const [root, ...maps] = process.argv.slice(2);
const t0 = Date.now();
const { ls, files } = open(root);
const program = ls.getProgram();
console.log("program", Date.now() - t0, "ms", program.getSourceFiles().length);
const diags = process.env.DIAGS ? files.flatMap((f) => ls.getSemanticDiagnostics(f)) : [];
if (process.env.DIAGS) {
  console.log("diagnostics", diags.length);
  for (const d of diags.slice(0, 20))
    console.log(d.file?.fileName, ts.flattenDiagnosticMessageText(d.messageText, " ").slice(0, 160));
}
const edits = new Map();
let done = 0,
  missing = [];
for (const m of maps)
  for (const line of fs.readFileSync(m, "utf8").split("\n")) {
    const [kind, where, to] = line.split("\t").map((s) => s?.trim());
    if (kind !== "R" && kind !== "P") continue;
    const [file, spec] = where.split("#");
    const full = path.join(root, file);
    const sf = program.getSourceFile(full);
    if (!sf) {
      missing.push(`${where}: no file`);
      continue;
    }
    const node = find(sf, spec);
    if (!node) {
      missing.push(`${where}: not found`);
      continue;
    }
    if (!/^[A-Za-z_$][\w$]*$/.test(to ?? "")) {
      missing.push(`${where}: bad name ${to}`);
      continue;
    }
    const locs = ls.findRenameLocations(full, node.getStart(sf), false, false, {
      providePrefixAndSuffixTextForRename: true,
    });
    if (!locs) {
      missing.push(`${where}: no locations`);
      continue;
    }
    for (const l of locs) {
      if (l.fileName.includes("node_modules")) continue;
      const key = l.textSpan.start;
      const per = edits.get(l.fileName) ?? edits.set(l.fileName, new Map()).get(l.fileName);
      const had = per.get(key) ?? { start: l.textSpan.start, length: l.textSpan.length };
      const old = program.getSourceFile(l.fileName).text.substr(l.textSpan.start, l.textSpan.length);
      let part = "both";
      if (l.prefixText) part = /:\s$/.test(l.prefixText) ? "local" : "local";
      else if (l.suffixText) part = "prop";
      // `a as b` in imports and exports: prefix "a as " renames the local, suffix " as b" the name of outside
      const sep = / as /.test(l.prefixText ?? l.suffixText ?? "") ? " as " : ": ";
      if (had[part] && had[part] !== to)
        missing.push(`${where}: conflict at ${l.fileName}:${key} ${had[part]} vs ${to}`);
      had[part] = to;
      had.sep = sep;
      had.old = old;
      per.set(key, had);
    }
    done += 1;
    if (done % 100 === 0) console.log(done, Date.now() - t0, "ms");
  }
for (const [file, per] of edits) {
  let s = fs.readFileSync(file, "utf8");
  for (const e of [...per.values()].sort((a, b) => b.start - a.start)) {
    e.text =
      e.both && !e.prop && !e.local
        ? e.both
        : (() => {
            const p = e.prop ?? e.both ?? e.old,
              l = e.local ?? e.both ?? e.old;
            return p === l ? p : p + e.sep + l;
          })();
    s = s.slice(0, e.start) + e.text + s.slice(e.start + e.length);
  }
  if (!process.env.DRY) fs.writeFileSync(file, s);
}
console.log("renamed", done, "in", edits.size, "files");
console.log(missing.join("\n"));
