import { Failure } from "./failure.ts";
import { message, type Message } from "./message.ts";

/**
 * Throws `conflict` if a record was changed since the caller read it: with its name, or with a message of the caller's.
 * Without a version any state of the record is accepted.
 */
export function checkVersion(
  doc: { version: number },
  version: number | undefined,
  nameOrMessage: string | Message,
): void {
  if (version === undefined || version === doc.version) return;
  const { key, values } =
    typeof nameOrMessage === "string"
      ? message("record.changedMeanwhile", { name: nameOrMessage, version: doc.version })
      : nameOrMessage;
  throw new Failure("conflict", key, values as never, "version");
}
