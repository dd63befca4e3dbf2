import type { Writer } from "./connections.ts";
import type { Row, Stmt } from "./port.ts";

/** Rows that earlier requests of this transaction write at its end, by `rowKey`; later requests read them here. */
export type WrittenRows = Map<string, Row>;

export async function readRows(writer: Writer, reads: readonly Stmt[], written: WrittenRows): Promise<Row[][]> {
  await writer.prepare(reads);
  const rows: Row[][] = [];
  for (const query of reads) {
    const writtenRow = query.rowKey === undefined ? undefined : written.get(query.rowKey);
    const result = writtenRow === undefined ? writer.rows(query) : [writtenRow];
    rows.push(result instanceof Promise ? await result : result);
  }
  return rows;
}
