import { signal } from "@preact/signals";

/** The console's address after the `#`: a page, its parameters, and its list's filters. */
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
 * A mailed link has its page before the `#` too: mail scanners cut off the fragment, or merge it into the path.
 * This restores the usual form.
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
/** The previous page: a list restores its state for readers who come back from one of its rows. */
export const previousRoute = signal<Route | null>(null);

const readAccount = () => new URLSearchParams(location.search).get("account");

/** The account in this tab's address: each tab has its own, and a link opens in the right one. */
export const routeAccount = signal<string | null>(readAccount());

addEventListener("hashchange", () => {
  previousRoute.value = route.peek();
  route.value = parseRoute();
});
addEventListener("popstate", () => {
  routeAccount.value = readAccount();
});

/** Writes the current account into the address; null removes it. */
export function replaceRouteAccount(account: string | null): void {
  history.replaceState(null, "", location.pathname + accountQuery(account) + location.hash);
  routeAccount.value = account;
}

/** Opens a page in another account. That is another address: Back leads to the account before. */
export function goToAccount(account: string, hash: string): void {
  history.pushState(null, "", accountQuery(account) + hash);
  previousRoute.value = null;
  route.value = parseRoute();
  routeAccount.value = account;
}

export const href = (room: string, ...rest: string[]): string =>
  `#/${[room, ...rest].map(encodeURIComponent).join("/")}`;
export const go = (room: string, ...rest: string[]): void => void (location.hash = href(room, ...rest));

/** `?state=held&words=sales`, with sorted keys; an empty text if there is nothing to write. */
export function queryString(query: Readonly<Record<string, string>>): string {
  const asked = Object.entries(query).filter(([, value]) => value !== "");
  if (asked.length === 0) return "";
  return `?${new URLSearchParams(asked.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** Changes the filters of this address; an empty value removes one. It adds no history entry: Back leaves the list. */
export function setQuery(change: Readonly<Record<string, string>>): void {
  const now = route.peek();
  const query = Object.fromEntries(Object.entries({ ...now.query, ...change }).filter(([, value]) => value !== ""));
  history.replaceState(null, "", href(now.room, ...now.rest) + queryString(query));
  route.value = { ...now, query };
}

/** Replaces the open page, so that Back doesn't lead to it again. */
export function replaceRoute(room: string, ...rest: string[]): void {
  history.replaceState(null, "", href(room, ...rest));
  route.value = parseRoute();
}

/** The address of a route. */
export const routeHref = ({ room, rest, query }: Route): string => href(room, ...rest) + queryString(query);
