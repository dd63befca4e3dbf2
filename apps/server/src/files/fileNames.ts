import { defuseLinks } from "@callboard/domain/mail/defuseLinks";
import { truncateText, toPlainLine } from "@callboard/domain/core/text/text";

/** Letters of a name, without its ending: file systems take 255 bytes. */
const NAME_MAX = 120;

/**
 * The name of a file, with what people typed in it: nothing that a file system takes for a folder, nothing unseen, and nothing
 * of which a program makes a link. Given its own answer it answers the same.
 */
export function fileName(name: string): string {
  const [, stem = name, ending = ""] = /^(.*)(\.(?:csv|pdf|zip))$/su.exec(name) ?? [];
  const plain = defuseLinks(toPlainLine(stem, 4 * NAME_MAX).replace(/[\\/:*?"<>|\uFF0F\uFF3C\uFF1A]+/gu, " "));
  const clean = truncateText(plain.replace(/\s+/gu, " "), NAME_MAX).replace(/^[\s.]+|[\s.]+$/gu, "");
  return `${clean || "File"}${ending}`;
}

/** The name twice: in the letters that every browser takes, and as it is. */
export function attachment(name: string): string {
  const clean = fileName(name);
  const plain = clean.normalize("NFKD").replace(/[^\x20-\x7E]|["\\]/g, "");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(clean).replace(/['()*]/g, escaped)}`;
}
const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
