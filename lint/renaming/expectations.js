// node lint/renaming/expectations.js <list.tsv>…: what tests expect, and what they cast to a type, has the names that the type has now.
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { linesOf } from "./lists.js";
import { openProgram, ts } from "./program.js";

const pairs = linesOf(["P", "S"], process.argv.slice(2)).flatMap(({ from, to }) => {
  const [old, next] = [/([\w$]+)$/.exec(from)?.[1], /([\w$]+)$/.exec(to)?.[1]];
  return old && next ? [[old, next]] : [];
});
const nexts = (old) => pairs.flatMap(([from, to]) => (from === old ? [to] : []));
const MATCHERS = /^(?:toMatchObject|toEqual|toStrictEqual|toContainEqual|toBe)$/;
const root = process.cwd();
const { files, program } = openProgram(root);
const checker = program.getTypeChecker();
const edits = new Map();
const parts = (type) => (type?.isUnion() ? type.types : type ? [type] : []);
const propertyOf = (type, name) => {
  for (const one of parts(type)) {
    const found = checker.getPropertyOfType(checker.getApparentType(one), name);
    if (found) return found;
  }
};
const typeOf = (symbol) => checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
const elementOf = (type) => {
  for (const one of parts(type)) {
    const element = checker.getIndexTypeOfType(one, ts.IndexKind.Number);
    if (element) return checker.getNonNullableType(element);
  }
};
const seen = new Set();
function walk(node, type, depth = 0) {
  if (!type || depth > 8 || type.flags & ts.TypeFlags.Any) return;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return walk(node.expression, type, depth);
  if (ts.isConditionalExpression(node)) {
    walk(node.whenTrue, type, depth);
    return walk(node.whenFalse, type, depth);
  }
  if (ts.isIdentifier(node)) {
    const declaration = checker.getSymbolAtLocation(node)?.declarations?.[0];
    if (
      declaration &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer &&
      !declaration.type &&
      !seen.has(declaration)
    ) {
      seen.add(declaration);
      walk(declaration.initializer, type, depth + 1);
    }
    return;
  }
  if (ts.isArrayLiteralExpression(node)) {
    const element = elementOf(type);
    for (const one of node.elements)
      walk(ts.isSpreadElement(one) ? one.expression : one, ts.isSpreadElement(one) ? type : element, depth + 1);
    return;
  }
  if (ts.isCallExpression(node)) {
    const text = node.expression.getText();
    if (text.endsWith("objectContaining")) walk(node.arguments[0], type, depth + 1);
    else if (text.endsWith("arrayContaining")) walk(node.arguments[0], type, depth + 1);
    else if (text.endsWith(".map")) {
      const [fn] = node.arguments;
      if (fn && ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) walk(fn.body, elementOf(type), depth + 1);
    }
    return;
  }
  if (!ts.isObjectLiteralExpression(node)) return;
  const source = node.getSourceFile();
  for (const member of node.properties) {
    if (ts.isSpreadAssignment(member)) {
      walk(member.expression, type, depth + 1);
      continue;
    }
    if (!member.name || !(ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))) continue;
    const name = member.name.text;
    let found = propertyOf(type, name);
    if (!found) {
      const to = nexts(name).find((one) => propertyOf(type, one));
      if (to) {
        const list = edits.get(source.fileName) ?? new Map();
        edits.set(
          source.fileName,
          list.set(member.name.getStart(source), {
            end: member.name.end,
            text: ts.isShorthandPropertyAssignment(member) ? `${to}: ${name}` : to,
          }),
        );
        found = propertyOf(type, to);
      }
    }
    if (found && ts.isPropertyAssignment(member)) walk(member.initializer, typeOf(found), depth + 1);
  }
}
for (const file of files.filter((one) => /\/(?:test|e2e)\//.test(one))) {
  const visit = (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      MATCHERS.test(node.expression.name.text) &&
      node.arguments[0]
    ) {
      let chain = node.expression.expression;
      let resolves = false;
      while (ts.isPropertyAccessExpression(chain)) {
        resolves ||= chain.name.text === "resolves";
        chain = chain.expression;
      }
      if (ts.isCallExpression(chain) && chain.arguments[0]) {
        const type = checker.getTypeAtLocation(chain.arguments[0]);
        walk(node.arguments[0], checker.getNonNullableType(resolves ? (checker.getAwaitedType(type) ?? type) : type));
      }
    }
    if (ts.isAsExpression(node)) {
      const inner = ts.isAsExpression(node.expression) ? node.expression.expression : node.expression;
      walk(inner, checker.getTypeAtLocation(node.type));
    }
    if (ts.isObjectLiteralExpression(node)) {
      const type = checker.getContextualType(node);
      if (type) walk(node, type);
    }
    ts.forEachChild(node, visit);
  };
  visit(program.getSourceFile(file));
}
let count = 0;
for (const [file, list] of edits) {
  let text = readFileSync(file, "utf8");
  for (const [start, { end, text: next }] of [...list].sort(([a], [b]) => b - a)) {
    text = text.slice(0, start) + next + text.slice(end);
    count += 1;
  }
  writeFileSync(file, text);
  console.log(relative(root, file));
}
console.log(`${count} names in ${edits.size} files`);
