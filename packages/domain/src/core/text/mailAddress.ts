import { normalizeHost } from "./webAddress.ts";

const LOCAL_MAX = 64;
const DOMAIN_MAX = 253;
/** Characters allowed before the @ without quotes, in any script; none of them has a meaning in mail headers. */
const LOCAL = /^(?!\.)[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+(?<!\.)$/u;
/** Invisible characters. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const LABELS = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;

/**
 * A mail address in the form that mail is sent to, whatever its case, width and script: two spellings of one mailbox
 * become one text for counting and comparing. Null if it isn't an address.
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
