import { signal } from "@preact/signals";
import type { shell } from "../texts/en/shell/shell.ts";

/** A page's name in its address: one of the console, of a mailed link or `forgot`; the overview has the name `""`. */
export type PageName = keyof typeof shell.pages | MailedPage | "forgot" | "";
export type MailedPage = "join" | "reset" | "unsubscribe";

/** The console's address after the `#`: a page, its parameters, and its list's filters. */
export interface Route {
  page: string;
  /** The parameters, such as `["<ref>", "<secret>"]` in `join/<ref>/<secret>`. */
  rest: string[];
  /** Filters, search and order: `numbers?state=held`. */
  query: Readonly<Record<string, string>>;
}

const accountQuery = (account: string | null): string =>
  account === null ? "" : `?${new URLSearchParams({ account })}`;

/**
 * A mailed link is `?to=<page>/<ref>#/<page>/<ref>/<secret>`: mail scanners cut off what follows the `#`, or encode it
 * into the query. This restores the usual form from whatever arrived.
 */
function normalizeAddress(): void {
  const params = new URLSearchParams(location.search);
  const target = params.get("to");
  if (target === null) return;
  const [page, ...fragments] = target.split("#");
  const hash = location.hash.length > "#/".length ? location.hash : `#${fragments.join("#") || `/${page}`}`;
  history.replaceState(null, "", location.pathname + accountQuery(params.get("account")) + hash);
}

const parseRoute = (): Route => {
  const [path = "", search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [page = "", ...rest] = path.split("/").map(decodeURIComponent);
  return { page, rest, query: Object.fromEntries(new URLSearchParams(search)) };
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

const hrefTo = (page: string, rest: readonly string[]): string =>
  `#/${[page, ...rest].map(encodeURIComponent).join("/")}`;
/** The address of a page within the current account. */
export const href = (page: PageName, ...rest: string[]): string => hrefTo(page, rest);
/** Opens a page. */
export const go = (page: PageName, ...rest: string[]): void => void (location.hash = href(page, ...rest));

/** `?state=held&search=sales`, with sorted keys; an empty text if there is nothing to write. */
export function queryString(query: Readonly<Record<string, string>>): string {
  const entries = Object.entries(query).filter(([, value]) => value !== "");
  if (entries.length === 0) return "";
  return `?${new URLSearchParams(entries.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** Changes the filters of this address; an empty value removes one. It adds no history entry: Back leaves the list. */
export function setQuery(change: Readonly<Record<string, string>>): void {
  const current = route.peek();
  const query = Object.fromEntries(Object.entries({ ...current.query, ...change }).filter(([, value]) => value !== ""));
  history.replaceState(null, "", hrefTo(current.page, current.rest) + queryString(query));
  route.value = { ...current, query };
}

/** Replaces the open page, so that Back doesn't lead to it again. */
export function replaceRoute(page: PageName, ...rest: string[]): void {
  history.replaceState(null, "", href(page, ...rest));
  route.value = parseRoute();
}

/** The address of a route. */
export const routeHref = ({ page, rest, query }: Route): string => hrefTo(page, rest) + queryString(query);
