/** The parts of a page's address that rules compare, decoded. */
export interface PageAddress {
  host: string;
  path: string;
  /** In order; a name may occur more than once. */
  parameters: readonly (readonly [name: string, value: string])[];
}

interface Address {
  protocol: string;
  hostname: string;
  pathname: string;
  searchParams: Iterable<[string, string]>;
}
/** The standard parser, in servers and browsers alike. */
declare const URL: { new (text: string): Address; canParse(text: string): boolean };

/** Parses an address with or without `https://`; null if it isn't one. The port and anything after a # are ignored. */
export function parsePageAddress(text: string, schemes: "web" | "any" = "web"): PageAddress | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, pathname, searchParams } = new URL(address);
  if (hostname === "" || (schemes === "web" && protocol !== "http:" && protocol !== "https:")) return null;
  return {
    host: bareHost(hostname),
    path: percentDecode(pathname === "" ? "/" : pathname),
    parameters: [...searchParams],
  };
}

/** A host in its normal form: lower case, other scripts as `xn--`, no dot at the end. Null if it isn't one. */
export function normalizeHost(typed: string): string | null {
  const address = `http://${typed}`;
  if (/[/?#@:\s\\]/.test(typed) || !URL.canParse(address)) return null;
  return bareHost(new URL(address).hostname);
}

const bareHost = (host: string): string => host.toLowerCase().replace(/\.$/, "");

/** `%C3%A9` becomes é. Invalid codes stay as they are. */
export const percentDecode = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
