/** The server's origin, such as `https://example.com`, or why the typed text can't be used. */
export type ServerAddress = { ok: true; address: string } | { ok: false; reason: "invalid" | "insecure" };

const LOOPBACK_HOSTS = ["127.0.0.1", "localhost"];

/** Parses a typed server address. A password may travel unencrypted only inside this computer. */
export function parseServerAddress(typed: string): ServerAddress {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme) || text === "") return { ok: false, reason: "invalid" };
  const { protocol, hostname, origin } = new URL(withScheme);
  if (protocol === "https:") return { ok: true, address: origin };
  if (protocol === "http:") {
    return LOOPBACK_HOSTS.includes(hostname) ? { ok: true, address: origin } : { ok: false, reason: "insecure" };
  }
  return { ok: false, reason: "invalid" };
}
