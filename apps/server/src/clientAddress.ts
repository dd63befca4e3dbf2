import { BlockList, isIP } from "node:net";

/** The most hops that are checked: nobody has more proxies of their own in a row. */
const HOPS_MAX = 20;

/**
 * The shortest network prefix that is accepted, in bits by IP version: no private network is wider, and a few wider
 * ones together could contain every caller.
 */
const WIDEST_NETWORK = { 4: 8, 6: 16 } as const;
/** The bits before the IPv4 address in an IPv4-mapped IPv6 address. */
const MAPPED_BITS = 96;

/** Parses the addresses and networks of `TRUST_PROXY`. Null if one is unreadable or would cover everybody. */
export function parseProxies(list: string): BlockList | null {
  const proxies = new BlockList();
  for (const entry of list === "" ? [] : list.split(",")) {
    const [, address = "", bits] = /^\s*([^\s/]+)(?:\/(\d{1,3}))?\s*$/.exec(entry) ?? [];
    const network = parseNetwork(address, bits);
    if (network === null) return null;
    proxies.addSubnet(...network);
  }
  return proxies;
}

function parseNetwork(address: string, bits: string | undefined): [string, number, "ipv4" | "ipv6"] | null {
  const version = isIP(address);
  if (version === 0) return null;
  const canonical = canonicalAddress(address);
  const family = isIP(canonical) === 6 ? 6 : 4;
  const maxBits = version === 6 ? 128 : 32;
  const prefixBits = bits === undefined ? maxBits : Number(bits);
  const prefix = version === family ? prefixBits : prefixBits - MAPPED_BITS;
  if (prefixBits > maxBits || prefix < WIDEST_NETWORK[family]) return null;
  if (family === 4) return [canonical, prefix, "ipv4"];
  // A wide IPv6 network may contain all IPv4-mapped addresses, and with them every IPv4 caller.
  const subnet = new BlockList();
  subnet.addSubnet(canonical, prefix, "ipv6");
  return subnet.check("::ffff:8.8.8.8", "ipv6") ? null : [canonical, prefix, "ipv6"];
}

/**
 * The canonical form of an address, with IPv4-mapped IPv6 addresses as IPv4. Other host names stay as they are, but `0`
 * and `0x7f.1` count as addresses because servers and clients accept them.
 */
export function canonicalAddress(host: string): string {
  const url = `http://${isIP(host) === 6 ? `[${host}]` : host}`;
  const plain = URL.canParse(url) ? new URL(url).hostname.replace(/[[\]]/g, "") : host;
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(plain) ?? [];
  if (high === undefined) return plain;
  return [high, low].flatMap((group) => [Number(`0x${group}`) >> 8, Number(`0x${group}`) & 255]).join(".");
}

/**
 * The caller's network, by which sign-in attempts are counted. Anybody can forge the header, so it is read from the
 * right and only as far as trusted proxies wrote it: the first hop that isn't one of them is the caller. An unreadable
 * hop ends the search.
 */
export function callerNetwork(socket: string, forwarded: string | null | undefined, proxies: BlockList): string {
  let caller = bareAddress(socket);
  if (caller === null) return socket;
  const hops = (forwarded ?? "").split(",").slice(-HOPS_MAX).map(bareAddress);
  while (isTrustedProxy(proxies, caller)) {
    const next = hops.pop();
    if (!next) break;
    caller = next;
  }
  return networkOf(caller);
}

export const isTrustedProxy = (proxies: BlockList, address: string): boolean =>
  proxies.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

/** An address without brackets, port and zone, and IPv4-mapped addresses as IPv4. */
export function bareAddress(raw: string): string | null {
  const text = raw.trim();
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) === 0 ? null : address;
}

/** The network that one customer has: an IPv4 address, or all IPv6 addresses with the same first 64 bits. */
function networkOf(address: string): string {
  const plain = canonicalAddress(address);
  if (isIP(plain) !== 6) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  const tailGroups = tail ? tail.split(":") : [];
  const allGroups =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - tailGroups.length).fill("0"), ...tailGroups];
  return `${allGroups.slice(0, 4).join(":")}::/64`;
}
