import type { Writer } from "./connections.ts";
import type { FinalWrite, WriteRequest } from "./port.ts";
import { readRows, type WrittenRows } from "./writtenRows.ts";

export interface QueuedWrite {
  request: WriteRequest<unknown>;
  queuedAt: number;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/** What a group wants to commit. `settlers`: answer or reject each request, once it is committed. */
interface GroupResult {
  settlers: (() => void)[];
  hasWrites: boolean;
  finalWrites: FinalWrite[];
}

/**
 * Decides and writes requests in order. Rejected writes are rare and savepoints cost time, so the first try has none
 * (`useSavepoints` false): a rejected write ends it with null, and the group runs again with savepoints.
 */
export async function decideGroup(
  writer: Writer,
  group: readonly QueuedWrite[],
  useSavepoints: boolean,
): Promise<GroupResult | null> {
  const result: GroupResult = { settlers: [], hasWrites: false, finalWrites: [] };
  const writtenRows: WrittenRows = new Map();
  for (const { request, resolve, reject } of group) {
    let hasWrites = false;
    try {
      const decided = request.decide(await readRows(writer, request.reads, writtenRows));
      const { writes, answer, finalWrites = [] } = decided instanceof Promise ? await decided : decided;
      await writer.prepare(writes);
      hasWrites = writes.length > 0;
      if (useSavepoints) await writer.applyInSavepoint(writes);
      else await writer.apply(writes);
      result.hasWrites ||= hasWrites;
      for (const finalWrite of finalWrites) {
        result.finalWrites.push(finalWrite);
        writtenRows.set(finalWrite.rowKey, finalWrite.value);
      }
      result.settlers.push(() => resolve(answer));
    } catch (error) {
      if (!writer.inTransaction) throw error;
      if (hasWrites && !useSavepoints) return null;
      result.settlers.push(() => reject(error));
    }
  }
  return result;
}
