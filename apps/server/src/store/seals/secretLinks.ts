import type { Seal } from "./seal.ts";

/** Pages that open from a mail alone. */
export type LinkPage = "join" | "reset" | "unsubscribe";

/** A link that opens something, and the code that does where scanners cut it. */
export interface SecretLink {
  link: string;
  code: string;
}

interface LinkServices {
  publicUrl: string;
  seal: Seal;
}

/** Letters and digits that are not mistaken for one another. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const CODE_LENGTH = 8;
const CODE_GROUP = 4;
const TYPED_CODE = /^cbc_([\da-z]{1,64})_(.*)$/su;

/**
 * The page and which link it is stand before the `#`, the secret behind it: browsers keep that to themselves, and mail
 * scanners cut it. `ref`: a name of the link that is no secret.
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

/** Which page a mail's link with a secret opens, and which link it is. */
export function parseLink(text: string): { page: LinkPage; ref: string } | null {
  const [, page, ref] = LINK.exec(text) ?? [];
  return ref === undefined ? null : { page: page as LinkPage, ref };
}

/** Nothing is kept of a code: without the server's key it cannot be worked out. */
export function codeOf(seal: Seal, page: LinkPage, ref: string): string {
  const bytes = Buffer.from(seal.sign(`link code ${page} ${ref}`), "base64url");
  const signs = [...bytes.subarray(0, CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `${signs.slice(0, CODE_GROUP).join("")}-${signs.slice(CODE_GROUP).join("")}`;
}

/** Which link a typed code is for, and the code as it is written; null where it is a link's own secret. */
export function parseTypedCode(secret: string): { ref: string; code: string | null } | null {
  const [, ref, typed] = TYPED_CODE.exec(secret) ?? [];
  if (ref === undefined) return null;
  const signs = [...typed!.toUpperCase()].filter((sign) => ALPHABET.includes(sign));
  const code = `${signs.slice(0, CODE_GROUP).join("")}-${signs.slice(CODE_GROUP).join("")}`;
  return { ref, code: signs.length === CODE_LENGTH ? code : null };
}
