import { fail } from "../core/failure.ts";
import { normalizeHost } from "../core/text/webAddress.ts";

/**
 * A website as it is stored: a host name, or `*.` and a host name for all of its subdomains. A whole address is reduced
 * to its host. Throws `invalid` by field.
 */
export function normalizeWebsite(typed: string, field: string): string {
  const host = typed
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/[/?#].*$/s, "")
    .replace(/:\d+$/, "");
  const isWildcard = host.startsWith("*.");
  const plain = normalizeHost(isWildcard ? host.replace("*.", "") : host);
  if (plain === null || plain.includes("*") || plain.split(".").includes(""))
    fail("invalid", "sources.invalidWebsite", { value: typed }, field);
  if (isWildcard && !plain!.includes(".")) fail("invalid", "sources.websiteTooWide", { value: typed }, field);
  return isWildcard ? `*.${plain}` : bareHost(plain!);
}

/** `www.` is the same website. */
const bareHost = (host: string): string => host.replace(/^www\.(?=.*\.)/, "");

/** Whether pages of this origin, such as `https://www.example.com`, belong to one of the websites. Ports don't count. */
export function isListedWebsite(websites: readonly string[], origin: string): boolean {
  const host = normalizeHost(origin.replace(/^https?:\/\//, "").replace(/:\d+$/, ""));
  if (host === null || !/^https?:\/\//.test(origin)) return false;
  return websites.some((website) =>
    website.startsWith("*.") ? host.endsWith(website.replace("*", "")) : bareHost(host) === website,
  );
}
