import type { Seal } from "./seal.ts";

/** Pages that can only be opened from a mail. */
export type LinkPage = "join" | "reset" | "unsubscribe";

/** A link that contains a secret, and the code to type where a mail scanner has cut the secret off. */
export interface SecretLink {
  link: string;
  code: string;
}

interface LinkServices {
  publicUrl: string;
  seal: Seal;
}

/** Letters and digits that are hard to confuse. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const CODE_LENGTH = 8;
const CODE_GROUP = 4;
const TYPED_CODE = /^cbc_([\da-z]{1,64})_(.*)$/su;

/**
 * The page and the link's public name come before the `#`, the secret after it: browsers never send that part, and mail
 * scanners cut it off. `ref`: the public name of the link.
 */
export const secretLink = (
  { publicUrl, seal }: LinkServices,
  page: LinkPage,
  ref: string,
  secret: string,
): SecretLink => ({
  link: `${publicUrl}/console.html?to=${page}/${ref}#/${page}/${ref}/${secret}`,
  code: codeOf(seal, page, ref),
});

const LINK = /\?to=(join|reset|unsubscribe)\/(\w+)#/;

/** The page and public name of a mail's secret link. */
export function parseLink(text: string): { page: LinkPage; ref: string } | null {
  const [, page, ref] = LINK.exec(text) ?? [];
  return ref === undefined ? null : { page: page as LinkPage, ref };
}

/** Codes are not stored: they are derived from the server's key. */
export function codeOf(seal: Seal, page: LinkPage, ref: string): string {
  const bytes = Buffer.from(seal.sign(`link code ${page} ${ref}`), "base64url");
  const letters = [...bytes.subarray(0, CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `${letters.slice(0, CODE_GROUP).join("")}-${letters.slice(CODE_GROUP).join("")}`;
}

/** The link that a typed code belongs to, and the normalized code; null code for a malformed one. */
export function parseTypedCode(secret: string): { ref: string; code: string | null } | null {
  const [, ref, typed] = TYPED_CODE.exec(secret) ?? [];
  if (ref === undefined) return null;
  const letters = [...typed!.toUpperCase()].filter((letter) => ALPHABET.includes(letter));
  const code = `${letters.slice(0, CODE_GROUP).join("")}-${letters.slice(CODE_GROUP).join("")}`;
  return { ref, code: letters.length === CODE_LENGTH ? code : null };
}
