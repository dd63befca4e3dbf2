import type { Writer } from "./connections.ts";
import type { Row, Stmt } from "./port.ts";

/** Rows written by requests of this transaction. Nobody else can have: the lock is held since they were read. */
export type WrittenRows = Map<string, Row>;

export async function readRows(writer: Writer, reads: readonly Stmt[], written: WrittenRows): Promise<Row[][]> {
  await writer.prepare(reads);
  const rows: Row[][] = [];
  for (const one of reads) {
    const known = one.rowKey === undefined ? undefined : written.get(one.rowKey);
    const result = known === undefined ? writer.rows(one) : [known];
    rows.push(result instanceof Promise ? await result : result);
  }
  return rows;
}
