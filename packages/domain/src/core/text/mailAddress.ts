import { normalizeHost } from "./webAddress.ts";

const LOCAL_MAX = 64;
const DOMAIN_MAX = 253;
/** What may stand before the @ without quotes, in any script. Nothing of it is read as a sign of the mail's own language. */
const LOCAL = /^(?!\.)[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+(?<!\.)$/u;
/** Letters that nobody sees. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const LABELS = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;

/**
 * A mail address as mail is sent to it, whatever its case, width and script: two that reach one box are one text, by which
 * they are counted and compared. Null where it is none.
 */
export function normalizeMailAddress(typed: string): string | null {
  const text = typed.normalize("NFKC").trim();
  const parts = text.split("@");
  if (parts.length !== 2) return null;
  const [local, host] = [parts[0]!.toLowerCase().normalize("NFKC"), parts[1]!];
  if (local.length > LOCAL_MAX || !LOCAL.test(local) || INVISIBLE.test(text) || host.includes("%")) return null;
  const domain = normalizeHost(host);
  return domain !== null && domain.length <= DOMAIN_MAX && LABELS.test(domain) ? `${local}@${domain}` : null;
}
