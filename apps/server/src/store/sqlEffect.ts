import type { Effect } from "@callboard/domain/core/effect";
import type { SqlValue } from "./database/port.ts";

/** A write to the access tables, part of a decision like any other effect. */
export const sqlEffect = (sql: string, ...args: SqlValue[]): Effect => ({ do: "access", sql, args });
