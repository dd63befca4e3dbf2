import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript-api";

export { ts };
export const WITH_BOTH_NAMES = { providePrefixAndSuffixTextForRename: true };

/** All of the repository's code as one program, with the language service over it. */
export function openProgram(root) {
  const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, maxBuffer: 1e8 })
    .toString()
    .split("\n")
    .map((file) => join(root, file))
    .filter((file) => /\.tsx?$/.test(file) && existsSync(file));
  const files = tracked.filter((file) => !file.endsWith(".d.ts"));
  const all = [...tracked, join(root, "apps/extension/.wxt/wxt.d.ts")].filter((file) => existsSync(file));
  const base = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile).config.compilerOptions;
  const typeRoots = [join(root, "node_modules/@types")];
  const lib = ["es2024", "dom", "dom.iterable", "esnext"];
  const own = { lib, typeRoots, types: ["node"], noEmit: true, incremental: false, composite: false };
  const { options } = ts.convertCompilerOptionsFromJson({ ...base, ...own }, root);
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => all,
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) =>
      existsSync(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, "utf8")) : undefined,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
  return { service, files, program: service.getProgram() };
}

/** Where `name`, or `Owner.member`, is declared at the top level of a file; null where it is not. */
export function declared(source, name) {
  const [owner, member] = name.split(".");
  for (const statement of source.statements)
    for (const one of ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement]) {
      const names = one.name && ts.isIdentifier(one.name) ? [one.name] : (one.name?.elements ?? []).map((e) => e.name);
      const found = names.find((each) => each?.text === owner);
      if (found) return member === undefined ? found : memberOf(one, member);
    }
  return null;
}

const isMember = (node) =>
  ts.isTypeElement(node) || ts.isClassElement(node) || ts.isObjectLiteralElement(node) || ts.isParameter(node);

function memberOf(node, member) {
  if (isMember(node) && node.name?.text === member) return node.name;
  return ts.forEachChild(node, (child) => memberOf(child, member)) ?? null;
}
