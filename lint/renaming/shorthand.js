// node lint/renaming/shorthand.js <list.tsv>…: after renaming, `{ new: old }` becomes `{ new }` where no other `new` is in reach.
import { Edits } from "./edits.js";
import { linesOf } from "./lists.js";
import { openProgram, ts, WITH_BOTH_NAMES } from "./program.js";

const pairs = new Set(
  linesOf(["R", "P"], process.argv.slice(2)).map(({ from, to }) => `${from.split(/[#.]/).at(-1)} ${to}`),
);
const { service, files, program } = openProgram(process.cwd());
const checker = program.getTypeChecker();
const isLocal = (node) => ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
const isPair = (old, to) =>
  old && to && ts.isIdentifier(old) && ts.isIdentifier(to) && pairs.has(`${old.text} ${to.text}`);

/** The local's own name and what it is to be called, where a node is such a pair. */
function localIn(node) {
  if (ts.isBindingElement(node) && isPair(node.name, node.propertyName)) return [node.name, node.propertyName.text];
  if (!ts.isPropertyAssignment(node) || !isPair(node.initializer, node.name)) return null;
  const local = checker.getSymbolAtLocation(node.initializer)?.declarations?.[0];
  const isHere =
    local && isLocal(local) && local.getSourceFile() === node.getSourceFile() && ts.isIdentifier(local.name);
  return isHere ? [local.name, node.name.text] : null;
}

/** A name of a member, of a property or of a type is no other value of that name. */
const isValue = ({ parent }, node) =>
  !(parent.name === node && !isLocal(parent)) && parent.propertyName !== node && !ts.isTypeReferenceNode(parent);

function isTaken(local, name) {
  const reach = ts.findAncestor(local.parent, (node) => ts.isFunctionLike(node) || ts.isSourceFile(node));
  const takes = (node) =>
    (ts.isIdentifier(node) && node.text === name && isValue(node, node)) || ts.forEachChild(node, takes) || false;
  return takes(reach);
}

const edits = new Edits();
let [renamed, left] = [0, 0];
for (const file of files) {
  const visit = (node) => {
    const [local, to] = localIn(node) ?? [];
    if (local && isTaken(local, to)) left += 1;
    else if (local) {
      edits.add(service.findRenameLocations(file, local.getStart(), false, false, WITH_BOTH_NAMES) ?? [], to);
      renamed += 1;
    }
    ts.forEachChild(node, visit);
  };
  visit(program.getSourceFile(file));
}
edits.write();
console.log(`${renamed} locals, ${left} left`);
