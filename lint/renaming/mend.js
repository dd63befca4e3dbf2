// node lint/renaming/mend.js <list.tsv>…: what the compiler still finds after P and S lines: members that no declaration ties to
// the renamed one (`Pick<T, "old">`, objects that a generic function takes). Once a run; run it until it finds nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { linesOf } from "./lists.js";
import { openProgram, ts } from "./program.js";

const MEMBER = /[.#]?["']?([\w$]+)["']?$/;
const pairs = linesOf(["P", "S"], process.argv.slice(2)).flatMap(({ from, to }) => {
  const [old] = MEMBER.exec(from)?.slice(1) ?? [];
  const [next] = MEMBER.exec(to)?.slice(1) ?? [];
  return old && next ? [[old, next]] : [];
});
const nexts = (old) => pairs.flatMap(([from, to]) => (from === old ? [to] : []));
// Words that stand for too much to be taken for this member without its type.
const COMMON = new Set("as is by from to of how what kind on at ask".split(" "));
const olds = (next) => pairs.flatMap(([from, to]) => (to === next && !COMMON.has(from) ? [from] : []));

const root = process.cwd();
const { files, program } = openProgram(root);
const checker = program.getTypeChecker();
const has = (type, name) =>
  type?.isUnion()
    ? type.types.some((one) => has(one, name))
    : !!(type && checker.getPropertyOfType(checker.getApparentType(type), name));
const edits = new Map();
const put = (source, start, end, text) => {
  const list = edits.get(source.fileName) ?? new Map();
  edits.set(source.fileName, list.set(start, { end, text }));
};
const rename = (node, to) => {
  const source = node.getSourceFile();
  const { parent } = node;
  const isShort =
    (ts.isShorthandPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) &&
      parent.name === node &&
      !parent.propertyName &&
      ts.isObjectBindingPattern(parent.parent));
  const text = ts.isStringLiteral(node) ? JSON.stringify(to) : isShort ? `${to}: ${node.text}` : to;
  put(source, node.getStart(source), node.end, text);
};

function at(source, start) {
  let found = source;
  const visit = (node) => {
    if (start >= node.getStart(source) && start < node.end) {
      found = node;
      ts.forEachChild(node, visit);
    }
  };
  visit(source);
  return found;
}

const left = [];
for (const file of files) {
  const source = program.getSourceFile(file);
  for (const diagnostic of program.getSemanticDiagnostics(source)) {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    const node = at(source, diagnostic.start);
    if (!mend(node, text))
      left.push(
        `${relative(root, file)}(${source.getLineAndCharacterOfPosition(diagnostic.start).line + 1}) ${diagnostic.code} ${text.split("\n").at(-1).slice(0, 300)}`,
      );
  }
}

function mend(node, text) {
  let done = false;
  const unknown = /(?:Property|and) '([\w$]+)' does not exist (?:in|on) type/.exec(text)?.[1];
  if (unknown && ts.isIdentifier(node) && node.text === unknown) {
    const { parent } = node;
    const type = ts.isPropertyAccessExpression(parent)
      ? checker.getTypeAtLocation(parent.expression)
      : ts.isBindingElement(parent)
        ? checker.getTypeAtLocation(parent.parent)
        : ts.isObjectLiteralElement(parent)
          ? checker.getContextualType(parent.parent)
          : null;
    const to = nexts(unknown).find((one) => has(type, one));
    if (to) {
      rename(node, to);
      return true;
    }
  }
  if (
    /does not satisfy the constraint/.test(text) ||
    /is not assignable to (parameter of )?type '(keyof|")/.test(text)
  ) {
    const user = ts.findAncestor(node, (one) => ts.isTypeReferenceNode(one) && one.typeArguments?.length === 2);
    const type = user && checker.getTypeFromTypeNode(user.typeArguments[0]);
    for (const literal of user ? literalsIn(user.typeArguments[1]) : []) {
      if (has(type, literal.text)) continue;
      const to = nexts(literal.text).find((one) => has(type, one));
      if (to) {
        rename(literal, to);
        done = true;
      }
    }
    if (done) return true;
  }
  for (const [, next] of text.matchAll(/Property '([\w$]+)' is missing in type/g)) done = fill(node, [next]) || done;
  for (const [, list] of text.matchAll(/missing the following properties from type .*?: ([\w$, ]+)/g))
    done = fill(node, list.split(", ")) || done;
  return done;
}

function* literalsIn(node) {
  if (ts.isStringLiteral(node)) yield node;
  const inner = [];
  ts.forEachChild(node, (child) => void inner.push(...literalsIn(child)));
  yield* inner;
}

/** Object literals in or around this place that hold the old name, where the new one is missing. */
function fill(node, wanted) {
  let done = false;
  const around = ts.findAncestor(
    node,
    (one) => ts.isObjectLiteralExpression(one) || ts.isStatement(one) || ts.isTypeNode(one),
  );
  const top =
    around && (ts.isObjectLiteralExpression(around) || ts.isTypeNode(around))
      ? around
      : (ts.findAncestor(node, ts.isCallExpression) ?? around ?? node);
  const visit = (one) => {
    if (ts.isObjectLiteralExpression(one) || ts.isTypeLiteralNode(one)) {
      const members = one.properties ?? one.members;
      const names = new Set(members.map((each) => each.name?.text));
      for (const next of wanted)
        for (const member of members)
          if (member.name && olds(next).includes(member.name.text) && !names.has(next)) {
            const type = ts.isObjectLiteralExpression(one) ? checker.getContextualType(one) : null;
            if (type && has(type, member.name.text) && !has(type, next)) continue;
            rename(member.name, next);
            done = true;
          }
    }
    if (ts.isIndexedAccessTypeNode(one) || ts.isTypeReferenceNode(one))
      for (const literal of literalsIn(one)) {
        const of = ts.isIndexedAccessTypeNode(one) ? one.objectType : one.typeArguments?.[0];
        const type = of && checker.getTypeFromTypeNode(of);
        const to =
          type &&
          !has(type, literal.text) &&
          nexts(literal.text).find((name) => wanted.includes(name) && has(type, name));
        if (to) {
          rename(literal, to);
          done = true;
        }
      }
    ts.forEachChild(one, visit);
  };
  visit(top);
  return done || byType(node, wanted);
}

/** Object literals that made the type of what stands here, wherever they are. */
function byType(node, wanted) {
  let done = false;
  const seen = new Set();
  const look = (type, depth) => {
    if (!type || seen.has(type) || depth > 4) return;
    seen.add(type);
    for (const one of type.symbol?.declarations ?? []) {
      if (
        !(ts.isObjectLiteralExpression(one) || ts.isTypeLiteralNode(one)) ||
        one.getSourceFile().fileName.includes("node_modules")
      )
        continue;
      const members = one.properties ?? one.members;
      const names = new Set(members.map((each) => each.name?.text));
      for (const next of wanted)
        for (const member of members)
          if (member.name && olds(next).includes(member.name.text) && !names.has(next)) {
            rename(member.name, next);
            done = true;
          }
    }
    for (const one of type.types ?? (type.target ? checker.getTypeArguments(type) : [])) look(one, depth + 1);
    for (const one of type.aliasTypeArguments ?? []) look(one, depth + 1);
    if (type.symbol?.declarations?.some((one) => ts.isObjectLiteralExpression(one)))
      for (const property of type.getProperties()) look(checker.getTypeOfSymbol(property), depth + 1);
    for (const signature of type.getCallSignatures?.() ?? [])
      look(checker.getReturnTypeOfSignature(signature), depth + 1);
  };
  let one = node;
  for (let up = 0; up < 4 && one && !ts.isBlock(one); up += 1, one = one.parent) {
    if (ts.isExpression(one)) look(checker.getTypeAtLocation(one), 0);
    if (ts.isPropertyAssignment(one) || ts.isShorthandPropertyAssignment(one) || ts.isVariableDeclaration(one))
      look(checker.getTypeAtLocation(one.initializer ?? one.name), 0);
    if (ts.isCallExpression(one)) for (const argument of one.arguments) look(checker.getTypeAtLocation(argument), 0);
    if (ts.isJsxOpeningLikeElement(one)) look(checker.getTypeAtLocation(one.attributes), 0);
    if (ts.isReturnStatement(one) && one.expression) look(checker.getTypeAtLocation(one.expression), 0);
  }
  return done;
}

let count = 0;
for (const [file, list] of edits) {
  let text = readFileSync(file, "utf8");
  for (const [start, { end, text: next }] of [...list].sort(([a], [b]) => b - a)) {
    text = text.slice(0, start) + next + text.slice(end);
    count += 1;
  }
  writeFileSync(file, text);
}
console.log(left.join("\n"));
console.log(`${count} mended, ${left.length} left`);
