// node lint/renaming/locals.js: variables and parameters of a type whose name has changed are called after it, where that name is free.
import { Edits } from "./edits.js";
import { openProgram, ts, WITH_BOTH_NAMES } from "./program.js";

const NAMES = [
  ["world", /^(?:Services|ScopeServices|Pick<Services\b.*)$/, "services"],
  ["given", /^Environment$/, "environment"],
  ["standing", /^Membership$/, "membership"],
  ["standing", /^AgentStatusView$|^CurrentStatus$/, "current"],
  ["needs", /^(?:Queries|\{.*Query<.*)$/, "queries"],
  ["need", /^Query</, "query"],
  ["place", /^AccountContext$/, "context"],
  ["place", /^(?:Display|Request|Message)?Locale$/, "locale"],
  ["reader", /^(?:Display|Request|Message)?Locale$/, "locale"],
  ["it", /^TestApp$/, "app"],
  ["errand", /^(?:ProviderRequest|Doc<.*)$/, "request"],
  ["errands", /^(?:readonly )?(?:ProviderRequest\[\]|.*ProviderRequest>?\[\]|Doc<.*>\[\])$/, "requests"],
  ["bell", /^ChangeEvent$/, "event"],
  ["bells", /^(?:readonly )?ChangeEvent\[\]$/, "events"],
  ["desk", /^PopupStore$/, "store"],
  ["deed", /^Permission$|^"[a-z' ]+"( \| "[a-z' ]+")*$/, "permission"],
  ["deeds", /Permission\[\]/, "permissions"],
  ["kit", /^Kit$/, "app"],
];
const { service, files, program } = openProgram(process.cwd());
const checker = program.getTypeChecker();
const isLocal = (node) => ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
const isValue = ({ parent }, node) =>
  !(parent.name === node && !isLocal(parent)) && parent.propertyName !== node && !ts.isTypeReferenceNode(parent);

function isTaken(local, name) {
  const reach = ts.findAncestor(local.parent.parent, (node) => ts.isFunctionLike(node) || ts.isSourceFile(node));
  const takes = (node) =>
    (ts.isIdentifier(node) && node.text === name && isValue(node, node)) || ts.forEachChild(node, takes) || false;
  return takes(reach);
}

const edits = new Edits();
let [renamed, left] = [0, 0];
for (const file of files) {
  const source = program.getSourceFile(file);
  const visit = (node) => {
    if (isLocal(node) && ts.isIdentifier(node.name)) {
      const rules = NAMES.filter(([name]) => name === node.name.text);
      const type =
        rules.length > 0
          ? checker.typeToString(checker.getTypeAtLocation(node.name), undefined, ts.TypeFormatFlags.NoTruncation)
          : "";
      const to = rules.find(([, pattern]) => pattern.test(type))?.[2];
      if (to && isTaken(node.name, to)) left += 1;
      else if (to) {
        edits.add(
          service.findRenameLocations(file, node.name.getStart(source), false, false, WITH_BOTH_NAMES) ?? [],
          to,
        );
        renamed += 1;
      } else if (rules.length > 0) console.log(`${node.name.text}: ${type.slice(0, 80)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
edits.write();
console.log(`${renamed} locals, ${left} left`);
