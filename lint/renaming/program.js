import ts from "typescript-api";
import fs from "fs";
import path from "path";
import { execSync } from "child_process";
export { ts };
export function open(root) {
  const files = execSync("git ls-files -co --exclude-standard", { cwd: root, maxBuffer: 1e8 })
    .toString()
    .split("\n")
    .filter((f) => /\.tsx?$/.test(f) && !f.endsWith(".d.ts") && fs.existsSync(path.join(root, f)))
    .map((f) => path.join(root, f));
  const dts = execSync("git ls-files -co --exclude-standard", { cwd: root, maxBuffer: 1e8 })
    .toString()
    .split("\n")
    .filter((f) => f.endsWith(".d.ts"))
    .map((f) => path.join(root, f));
  const wxt = path.join(root, "apps/extension/.wxt/wxt.d.ts");
  const base = ts.readConfigFile(path.join(root, "tsconfig.base.json"), ts.sys.readFile).config.compilerOptions;
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...base,
      lib: ["es2024", "dom", "dom.iterable", "esnext"],
      types: ["node"],
      typeRoots: [path.join(root, "node_modules/@types")],
      noEmit: true,
      allowImportingTsExtensions: true,
      incremental: false,
      composite: false,
    },
    root,
  );
  const all = [...files, ...dts, ...(fs.existsSync(wxt) ? [wxt] : [])];
  const texts = new Map();
  const host = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => all,
    getScriptVersion: () => "1",
    getScriptSnapshot: (f) => {
      try {
        const t = fs.readFileSync(f, "utf8");
        texts.set(f, t);
        return ts.ScriptSnapshot.fromString(t);
      } catch {
        return undefined;
      }
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (o) => ts.getDefaultLibFilePath(o),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath,
  };
  const ls = ts.createLanguageService(host, ts.createDocumentRegistry());
  return { ls, files, options, host };
}
/** finds the name node of `name` or `Owner.member` at top level of a file */
export function find(sf, spec) {
  const [owner, member] = spec.split(".");
  let found = null;
  const names = (node) => (ts.isVariableStatement(node) ? node.declarationList.declarations : [node]);
  for (const st of sf.statements)
    for (const d of names(st)) {
      const n = d.name;
      if (!n) continue;
      if (ts.isIdentifier(n) && n.text === owner) {
        found = d;
        if (!member) return n;
      }
      if ((ts.isObjectBindingPattern(n) || ts.isArrayBindingPattern(n)) && !member)
        for (const e of n.elements) if (e.name && ts.isIdentifier(e.name) && e.name.text === owner) return e.name;
    }
  if (!found || !member) return null;
  let hit = null;
  const walk = (node) => {
    if (hit) return;
    if (
      (ts.isPropertySignature(node) ||
        ts.isMethodSignature(node) ||
        ts.isPropertyDeclaration(node) ||
        ts.isMethodDeclaration(node) ||
        ts.isPropertyAssignment(node) ||
        ts.isShorthandPropertyAssignment(node) ||
        ts.isGetAccessor(node) ||
        ts.isParameter(node) ||
        ts.isBindingElement(node) ||
        ts.isEnumMember(node)) &&
      node.name &&
      (ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name) || ts.isStringLiteral(node.name)) &&
      node.name.text === member
    ) {
      hit = node.name;
      return;
    }
    ts.forEachChild(node, walk);
  };
  walk(found);
  return hit;
}
