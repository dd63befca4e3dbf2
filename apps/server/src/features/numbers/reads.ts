import { message } from "@callboard/domain/core/message";
import type { Message } from "@callboard/domain/core/messages/keys";
import type { ImportItem, ImportLookups } from "@callboard/domain/numbers/importNumbers";
import { type NewItem, CHUNK } from "../../runs/items.ts";
import { stmt } from "../../store/database/port.ts";
import type { Scope } from "../../store/scope.ts";

/** Rejects lines whose number is already in use, here or elsewhere; the answer doesn't say where. */
export async function rejectTakenNumbers(scope: Scope, items: readonly NewItem[]): Promise<NewItem[]> {
  const checked: NewItem[] = [];
  for (let start = 0; start < items.length; start += CHUNK) {
    const chunk = items.slice(start, start + CHUNK);
    const numbers = chunk.flatMap(({ input }) => (input === null ? [] : [(input as ImportItem).e164]));
    const [rows] = await scope.db.read([
      stmt(
        `SELECT k.value FROM json_each(?) j CROSS JOIN keys k ON k.space = '' AND k.kind = 'number' AND k.name = '=e164' AND k.value = j.value`,
        JSON.stringify(numbers),
      ),
    ]);
    const taken = new Set(rows!.map(({ value }) => value as string));
    const rejected: Message = message("numbers.numberTaken");
    for (const item of chunk)
      checked.push(
        item.input && taken.has((item.input as ImportItem).e164) ? { ...item, input: null, rejected } : item,
      );
    // Lets other calls run between two chunks.
    await new Promise(setImmediate);
  }
  return checked;
}

/**
 * The records that a file refers to: sources, queues and receiving numbers by name, receiving numbers also by number.
 */
export async function readImportLookups(scope: Scope, names: readonly string[]): Promise<ImportLookups> {
  const sources = new Map<string, string>();
  const queues = new Map<string, string>();
  const receivers = new Map<string, string[]>();
  const receiversByNumber = new Map<string, string>();
  for (let start = 0; start < names.length; start += CHUNK) {
    const [rows] = await scope.db.read([
      stmt(
        `SELECT k.kind, k.name, k.value, k.id FROM json_each(?2) j CROSS JOIN keys k ON k.space = ?1
         AND k.kind IN ('source', 'queue', 'receiver') AND k.name IN ('=name', 'same', '=e164') AND k.value = j.value`,
        scope.account,
        JSON.stringify(names.slice(start, start + CHUNK)),
      ),
    ]);
    for (const { kind, name, value, id } of rows!)
      if (kind !== "receiver") (kind === "source" ? sources : queues).set(value, id);
      else if (name === "=e164") receiversByNumber.set(value, id);
      else receivers.set(value, [...(receivers.get(value) ?? []), id]);
    // Lets other calls run between two chunks.
    await new Promise(setImmediate);
  }
  return { sources, queues, receivers, receiversByNumber };
}
