import { defuseLinks } from "@callboard/domain/mail/defuseLinks";
import { truncateText, toPlainLine } from "@callboard/domain/core/text/text";

/** The longest name in letters, without the extension: file systems allow 255 bytes. */
const NAME_MAX = 120;

/**
 * A file name that contains text from people, made safe for file systems: no folders, no invisible characters, nothing
 * that programs turn into a link. Applying it twice changes nothing.
 */
export function fileName(name: string): string {
  const [, stem = name, ending = ""] = /^(.*)(\.(?:csv|pdf|zip))$/su.exec(name) ?? [];
  const plain = defuseLinks(toPlainLine(stem, 4 * NAME_MAX).replace(/[\\/:*?"<>|\uFF0F\uFF3C\uFF1A]+/gu, " "));
  const clean = truncateText(plain.replace(/\s+/gu, " "), NAME_MAX).replace(/^[\s.]+|[\s.]+$/gu, "");
  return `${clean || "File"}${ending}`;
}

/** A Content-Disposition header with the name in two forms: in ASCII for every browser, and in full. */
export function attachment(name: string): string {
  const clean = fileName(name);
  const plain = clean.normalize("NFKD").replace(/[^\x20-\x7E]|["\\]/g, "");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(clean).replace(/['()*]/g, percentEncode)}`;
}
const percentEncode = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
