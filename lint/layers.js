import { posix } from "node:path";

/**
 * From the bottom up: a layer imports only from its own and lower ones. Each is a folder of the source, or a pattern of
 * paths in it.
 */
const SERVER_LAYERS = [
  ["the ground", /^[^/]+$/],
  ["store", /^store\//],
  ["feed and files", /^(?:feed|files)\//],
  ["integrations", /^integrations\//],
  ["auth", /^auth\//],
  ["rpc", /^rpc\//],
  ["jobs", /^jobs\//],
  ["provider-requests", /^provider-requests\//],
  ["runs", /^runs\//],
  ["proposals", /^proposals\//],
  ["features", /^features\//],
  ["http", /^http\//],
  ["start", /^(?:start|seed|commands)\//],
  ["main", /^main\.ts$/],
];
const EXTENSION_LAYERS = [
  ["the browser and texts", /^(?:browser|openConsole)\.ts$|^texts\//],
  ["data", /^data\//],
  ["shared", /^shared\//],
  ["features, the popup and the worker", /^(?:features|popup|worker)\//],
  ["shell", /^shell\//],
  ["entrypoints", /^entrypoints\//],
];
const DOMAIN_LAYERS = [
  ["core", /^core\//],
  ["features", /^(?!core\/)/],
];
const SOURCES = [
  ["apps/server/src/", SERVER_LAYERS],
  ["apps/extension/src/", EXTENSION_LAYERS],
  ["packages/domain/src/", DOMAIN_LAYERS],
];
/** Folders that must not import one another. */
const ISOLATED = [
  [/^apps\/server\/src\/features\/([\w-]+)\//, "Features never import one another."],
  [/^apps\/extension\/src\/features\/([\w-]+)\//, "Features never import one another."],
  [/^apps\/extension\/src\/(popup|worker|features)\//, "Popup, worker and console features never import one another."],
];

/** The type of the services names all layers; the list of kinds names all features. */
const EXCEPTIONS = [
  [/^apps\/server\/src\/services\.ts$/, true],
  [/^packages\/domain\/src\/core\/records\.ts$/, false],
];

const layerOf = (path, layers) => layers.findLastIndex(([, pattern]) => pattern.test(path));

/** The reason why a file may not import another; null if it may. */
export function upward(file, source, typeOnly) {
  if (!source.startsWith(".")) return null;
  const target = posix.join(posix.dirname(file), source);
  if (EXCEPTIONS.some(([exception, onlyTypes]) => exception.test(file) && (typeOnly || !onlyTypes))) return null;
  for (const [pattern, message] of ISOLATED) {
    const [own, other] = [pattern.exec(file)?.[1], pattern.exec(target)?.[1]];
    if (own && other && own !== other) return message;
  }
  const [root, layers] = SOURCES.find(([prefix]) => file.startsWith(prefix) && target.startsWith(prefix)) ?? [];
  if (!root) return null;
  const [from, to] = [file, target].map((path) => layerOf(path.slice(root.length), layers));
  return to > from ? `A lower layer imports no higher one: ${layers[from]?.[0]} ← ${layers[to][0]}.` : null;
}
