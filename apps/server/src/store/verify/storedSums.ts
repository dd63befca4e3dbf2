import { bookOwner } from "@callboard/domain/core/ledger";
import { KINDS } from "@callboard/domain/core/records";
import { type Database, type Row, stmt } from "../database/port.ts";
import { POSTING_COLUMNS, storedPostingDigest } from "../ledger/postings.ts";
import type { Seal } from "../seals/seal.ts";
import {
  addElement,
  eventElement,
  movementElement,
  emptySums,
  type SealPart,
  partOf,
  recordElement,
  PERMISSION_KINDS,
  type SealSum,
  type SealSums,
} from "../seals/sealSums.ts";
import { storedUsageColumns } from "../ledger/usage.ts";
import { yieldToEventLoop } from "./finding.ts";

const PAGE = 2000;

/** The sums over accounts' stored rows, to compare with their seals. */
export class StoredSums {
  private readonly accounts = new Map<string, SealSums>();
  private readonly seal: Seal;

  constructor(seal: Seal) {
    this.seal = seal;
  }

  /** An account's sums so far; zero before any of its rows was added. */
  forAccount(account: string): SealSums {
    const sums = this.accounts.get(account) ?? emptySums();
    this.accounts.set(account, sums);
    return sums;
  }

  sumOf(account: string, part: SealPart): SealSum {
    return this.forAccount(account)[part];
  }

  accountNames(): string[] {
    return [...this.accounts.keys()];
  }

  /** Adds a movement to the sums of both its accounts, or only to those of the one that is verified (`only`). */
  addMovement(row: Row, only?: string): void {
    const element = movementElement(this.seal, storedPostingDigest(row));
    for (const owner of new Set([bookOwner(row["from_book"]), bookOwner(row["to_book"])]))
      if (only === undefined || owner === only) addElement(this.sumOf(owner, "money"), element, row["key"]);
  }

  addUsage(row: Row): void {
    addElement(this.sumOf(row["account"], "usage"), eventElement(this.seal, storedUsageColumns(row)));
  }

  async readPermissionRecords(db: Database, account?: string): Promise<void> {
    for (const kind of PERMISSION_KINDS) await this.readKind(db, kind, account);
  }

  /** Adds the records of all kinds. */
  async readRecords(db: Database, account?: string): Promise<void> {
    for (const kind of Object.keys(KINDS)) await this.readKind(db, kind, account);
  }

  private async readKind(db: Database, kind: string, account: string | undefined): Promise<void> {
    for (let cursor: readonly [string, string] = ["", ""]; ;) {
      const [rows] = await db.read([
        account === undefined
          ? stmt(
              `SELECT account, kind, id, data FROM records WHERE kind = ? AND (id, account) > (?, ?) ORDER BY id, account LIMIT ${PAGE}`,
              kind,
              ...cursor,
            )
          : stmt(
              `SELECT account, kind, id, data FROM records WHERE account = ? AND kind = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
              account,
              kind,
              cursor[0],
            ),
      ]);
      for (const { account: owner, id, data } of rows!)
        addElement(this.sumOf(owner, partOf(kind)), recordElement(this.seal, owner, kind, id, data));
      if (rows!.length < PAGE) return;
      cursor = [rows!.at(-1)!["id"], rows!.at(-1)!["account"]];
      await yieldToEventLoop();
    }
  }

  async readUsage(db: Database, account?: string): Promise<void> {
    for (let cursor: readonly [string, string] = [account ?? "", ""]; ;) {
      const [rows] = await db.read([
        stmt(
          `SELECT * FROM usage WHERE (account, id) > (?, ?) ${account === undefined ? "" : "AND account = ?3"} ORDER BY account, id LIMIT ${PAGE}`,
          ...cursor,
          ...(account === undefined ? [] : [account]),
        ),
      ]);
      for (const row of rows!) this.addUsage(row);
      if (rows!.length < PAGE) return;
      cursor = [rows!.at(-1)!["account"], rows!.at(-1)!["id"]];
      await yieldToEventLoop();
    }
  }

  async readMovements(db: Database): Promise<void> {
    for (let seq = 0; ;) {
      const [rows] = await db.read([
        stmt(`SELECT seq, received_at, ${POSTING_COLUMNS} FROM postings WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`, seq),
      ]);
      for (const row of rows!) this.addMovement(row);
      if (rows!.length < PAGE) return;
      seq = Number(rows!.at(-1)!["seq"]);
      await yieldToEventLoop();
    }
  }
}
