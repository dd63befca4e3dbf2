/** A page's address, as far as rules look at it: all of it decoded. */
export interface PageAddress {
  host: string;
  path: string;
  /** In their order; a name may come more than once. */
  parameters: readonly (readonly [name: string, value: string])[];
}

interface Address {
  protocol: string;
  hostname: string;
  pathname: string;
  searchParams: Iterable<[string, string]>;
}
/** The standard's own reader, which servers and browsers alike have. */
declare const URL: { new (text: string): Address; canParse(text: string): boolean };

/** Reads an address with or without `https://` in front; null where it is none. Ports and what follows a # do not count. */
export function parsePageAddress(text: string, schemes: "web" | "any" = "web"): PageAddress | null {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) return null;
  const { protocol, hostname, pathname, searchParams } = new URL(whole);
  if (hostname === "" || (schemes === "web" && protocol !== "http:" && protocol !== "https:")) return null;
  return {
    host: bareHost(hostname),
    path: percentDecode(pathname === "" ? "/" : pathname),
    parameters: [...searchParams],
  };
}

/** A host as the web writes it: small letters, other scripts as `xn--`, no dot at the end. Null where it is none. */
export function normalizeHost(typed: string): string | null {
  const address = `http://${typed}`;
  if (/[/?#@:\s\\]/.test(typed) || !URL.canParse(address)) return null;
  return bareHost(new URL(address).hostname);
}

const bareHost = (host: string): string => host.toLowerCase().replace(/\.$/, "");

/** `%C3%A9` as é. What is no such code stays as it stands. */
export const percentDecode = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
