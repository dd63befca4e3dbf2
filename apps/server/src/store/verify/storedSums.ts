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
import { yieldToEventLoop } from "./broken.ts";

const PAGE = 2000;

/** The sums over accounts' stored rows, to compare with their seals. */
export class StoredSums {
  private readonly accounts = new Map<string, SealSums>();
  private readonly seal: Seal;

  constructor(seal: Seal) {
    this.seal = seal;
  }

  of(account: string): SealSums {
    const known = this.accounts.get(account) ?? emptySums();
    this.accounts.set(account, known);
    return known;
  }

  part(account: string, part: SealPart): SealSum {
    return this.of(account)[part];
  }

  names(): string[] {
    return [...this.accounts.keys()];
  }

  /** `only`: the account being verified, if it is one. */
  movement(row: Row, only?: string): void {
    const element = movementElement(this.seal, storedPostingDigest(row));
    for (const owner of new Set([bookOwner(row["from_book"]), bookOwner(row["to_book"])]))
      if (only === undefined || owner === only) addElement(this.part(owner, "money"), element, row["key"]);
  }

  event(row: Row): void {
    addElement(this.part(row["account"], "usage"), eventElement(this.seal, storedUsageColumns(row)));
  }

  async rights(db: Database, account?: string): Promise<void> {
    for (const kind of PERMISSION_KINDS) await this.kind(db, kind, account);
  }

  /** Adds the records of all kinds. */
  async records(db: Database, account?: string): Promise<void> {
    for (const kind of Object.keys(KINDS)) await this.kind(db, kind, account);
  }

  private async kind(db: Database, kind: string, account: string | undefined): Promise<void> {
    for (let place: readonly [string, string] = ["", ""]; ;) {
      const [rows] = await db.read([
        account === undefined
          ? stmt(
              `SELECT account, kind, id, data FROM records WHERE kind = ? AND (id, account) > (?, ?) ORDER BY id, account LIMIT ${PAGE}`,
              kind,
              ...place,
            )
          : stmt(
              `SELECT account, kind, id, data FROM records WHERE account = ? AND kind = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
              account,
              kind,
              place[0],
            ),
      ]);
      for (const { account: owner, id, data } of rows!)
        addElement(this.part(owner, partOf(kind)), recordElement(this.seal, owner, kind, id, data));
      if (rows!.length < PAGE) return;
      place = [rows!.at(-1)!["id"], rows!.at(-1)!["account"]];
      await yieldToEventLoop();
    }
  }

  async usage(db: Database, account?: string): Promise<void> {
    for (let place: readonly [string, string] = [account ?? "", ""]; ;) {
      const [rows] = await db.read([
        stmt(
          `SELECT * FROM usage WHERE (account, id) > (?, ?) ${account === undefined ? "" : "AND account = ?3"} ORDER BY account, id LIMIT ${PAGE}`,
          ...place,
          ...(account === undefined ? [] : [account]),
        ),
      ]);
      for (const row of rows!) this.event(row);
      if (rows!.length < PAGE) return;
      place = [rows!.at(-1)!["account"], rows!.at(-1)!["id"]];
      await yieldToEventLoop();
    }
  }

  async money(db: Database): Promise<void> {
    for (let seq = 0; ;) {
      const [rows] = await db.read([
        stmt(`SELECT seq, came_at, ${POSTING_COLUMNS} FROM postings WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`, seq),
      ]);
      for (const row of rows!) this.movement(row);
      if (rows!.length < PAGE) return;
      seq = Number(rows!.at(-1)!["seq"]);
      await yieldToEventLoop();
    }
  }
}
