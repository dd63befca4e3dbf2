import { BlockList, isIP } from "node:net";

/** Hops that are looked at: nobody has more proxies of their own in a row. */
const HOPS_MAX = 20;

/** The addresses and networks of `TRUST_PROXY`. Null where one cannot be read, or would be everybody. */
export function proxiesIn(list: string): BlockList | null {
  const proxies = new BlockList();
  for (const one of list === "" ? [] : list.split(",")) {
    const [, address = "", bits] = /^\s*([^\s/]+)(?:\/(\d{1,3}))?\s*$/.exec(one) ?? [];
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? most : Number(bits);
    if (family === 0 || prefix < 1 || prefix > most) return null;
    proxies.addSubnet(address, prefix, family === 6 ? "ipv6" : "ipv4");
  }
  return proxies;
}

/**
 * Who calls, by the network that tries are counted for. A header can be made up by anybody: it is believed as far as proxies of
 * one's own wrote it, from the right; the first hop that is none of them is the caller. What cannot be read ends it.
 */
export function callerNetwork(socket: string, forwarded: string | null | undefined, proxies: BlockList): string {
  let caller = addressIn(socket);
  if (caller === null) return socket;
  const hops = (forwarded ?? "").split(",").slice(-HOPS_MAX).map(addressIn);
  while (isIn(proxies, caller)) {
    const next = hops.pop();
    if (!next) break;
    caller = next;
  }
  return networkOf(caller);
}

export const isIn = (proxies: BlockList, address: string): boolean =>
  proxies.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

/** A bare address: without brackets, port, zone, and the way in which IPv6 writes an IPv4 one. */
export function addressIn(written: string): string | null {
  const text = written.trim();
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) === 0 ? null : address;
}

/** Whoever has one IPv6 address has all of its first 64 bits. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const plain = new URL(`http://[${address}]`).hostname.replace(/[[\]]/g, "");
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const whole =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - after.length).fill("0"), ...after];
  // An IPv4 address in an IPv6 one, however it is written.
  if (whole.slice(0, 5).every((group) => group === "0") && whole[5] === "ffff") {
    const [high, low] = [Number(`0x${whole[6]}`), Number(`0x${whole[7]}`)];
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return `${whole.slice(0, 4).join(":")}::/64`;
}
