import { signal } from "@preact/signals";

/** The place in the console, behind the `#`: a room, what it needs, and what is asked of its list. */
export interface Route {
  room: string;
  /** Such as `["<secret>"]` in `join/<secret>`. */
  rest: string[];
  /** Filters, words and order: `numbers?state=held`. */
  query: Readonly<Record<string, string>>;
}

const accountQuery = (account: string | null): string =>
  account === null ? "" : `?${new URLSearchParams({ account })}`;

/**
 * A mailed link names its place before the `#` too: mail scanners cut what stands behind it, or write it as a part of what stands
 * before. From here on the address is like any other.
 */
function normalizeAddress(): void {
  const asked = new URLSearchParams(location.search);
  const to = asked.get("to");
  if (to === null) return;
  const [plain, ...cut] = to.split("#");
  const behind = location.hash.length > "#/".length ? location.hash : `#${cut.join("#") || `/${plain}`}`;
  history.replaceState(null, "", location.pathname + accountQuery(asked.get("account")) + behind);
}

const parseRoute = (): Route => {
  const [path = "", asked = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [room = "", ...rest] = path.split("/").map(decodeURIComponent);
  return { room, rest, query: Object.fromEntries(new URLSearchParams(asked)) };
};

normalizeAddress();
export const route = signal<Route>(parseRoute());
/** Where one was before: a list keeps its place for those who come back from one of its own pages. */
export const previousRoute = signal<Route | null>(null);

const readAccount = () => new URLSearchParams(location.search).get("account");

/** The account that this tab's address names: each tab keeps its own, and a link opens in the right one. */
export const routeAccount = signal<string | null>(readAccount());

addEventListener("hashchange", () => {
  previousRoute.value = route.peek();
  route.value = parseRoute();
});
addEventListener("popstate", () => {
  routeAccount.value = readAccount();
});

/** Puts the account that one works in anyway into the address; null takes it out. */
export function replaceRouteAccount(account: string | null): void {
  history.replaceState(null, "", location.pathname + accountQuery(account) + location.hash);
  routeAccount.value = account;
}

/** Goes to a place in another account. It is another address: Back leads to the account before. */
export function goToAccount(account: string, hash: string): void {
  history.pushState(null, "", accountQuery(account) + hash);
  previousRoute.value = null;
  route.value = parseRoute();
  routeAccount.value = account;
}

export const href = (room: string, ...rest: string[]): string =>
  `#/${[room, ...rest].map(encodeURIComponent).join("/")}`;
export const go = (room: string, ...rest: string[]): void => void (location.hash = href(room, ...rest));

/** `?state=held&words=sales`, in one order whatever the order of asking; nothing where nothing is asked. */
export function queryString(query: Readonly<Record<string, string>>): string {
  const asked = Object.entries(query).filter(([, value]) => value !== "");
  if (asked.length === 0) return "";
  return `?${new URLSearchParams(asked.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** Changes what is asked here, empty for no longer. No step of its own in the history: Back leaves the list. */
export function setQuery(change: Readonly<Record<string, string>>): void {
  const now = route.peek();
  const query = Object.fromEntries(Object.entries({ ...now.query, ...change }).filter(([, value]) => value !== ""));
  history.replaceState(null, "", href(now.room, ...now.rest) + queryString(query));
  route.value = { ...now, query };
}

/** Goes on in place of the page that is open, which Back must not lead to again. */
export function replaceRoute(room: string, ...rest: string[]): void {
  history.replaceState(null, "", href(room, ...rest));
  route.value = parseRoute();
}

/** The address that a place was read from. */
export const routeHref = ({ room, rest, query }: Route): string => href(room, ...rest) + queryString(query);
