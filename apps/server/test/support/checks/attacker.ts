import { createHash } from "node:crypto";
import { type Database, type Row, type SqlValue, stmt } from "../../../src/store/database/port.ts";

/** An attacker who has the file but not the key: runs any SQL, and recomputes every digest as documented. */
export class Attacker {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async rows(sql: string, ...args: SqlValue[]): Promise<Row[]> {
    return (await this.db.read([stmt(sql, ...args)]))[0]!;
  }

  /** Triggers don't help against an attacker: they are dropped and created again. */
  async run(...stmts: (string | [sql: string, ...args: SqlValue[]])[]): Promise<void> {
    const triggers = await this.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    await this.db.runScript([
      stmt("PRAGMA defer_foreign_keys = ON"),
      ...triggers.map(({ name }) => stmt(`DROP TRIGGER ${name}`)),
      ...stmts.map((one) => (typeof one === "string" ? stmt(one) : stmt(...one))),
      ...triggers.map(({ sql }) => stmt(sql)),
    ]);
  }

  /** Recomputes an account's chain from its first row, so that it is consistent. */
  async chain(account: string): Promise<void> {
    const columns =
      "account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at";
    const links = [
      ...(await this.rows(`SELECT ${columns} FROM changes WHERE account = ? ORDER BY n`, account)),
      ...(await this.rows("SELECT n, digest FROM removed WHERE account = ?", account)),
    ].sort((a, b) => a["n"] - b["n"]);
    let digest = "";
    const updates: [string, ...SqlValue[]][] = [];
    for (const link of links) {
      const values = columns.split(", ").map((name) => link[name]);
      digest = "data" in link ? sha256(JSON.stringify([digest, ...values])) : link["digest"];
      if ("data" in link)
        updates.push(["UPDATE changes SET digest = ? WHERE account = ? AND n = ?", digest, account, link["n"]]);
    }
    await this.run(...updates);
  }

  /** Recomputes the digests of all movements and the sums after them. */
  async books(): Promise<void> {
    const columns =
      "from_book, to_book, micros, currency, memo, actor, received_at, happened_at, key, type, quantity, corrects, refund_of";
    const sums = new Map<string, number>();
    const move = (name: string, by: number) => {
      sums.set(name, (sums.get(name) ?? 0) + by);
      return sums.get(name)!;
    };
    const updates = (await this.rows(`SELECT seq, ${columns} FROM postings ORDER BY seq`)).map(
      (row): [string, ...SqlValue[]] => [
        "UPDATE postings SET digest = ?, from_after = ?, to_after = ? WHERE seq = ?",
        sha256(JSON.stringify(columns.split(", ").map((name) => row[name]))),
        move(row["from_book"], -row["micros"]),
        move(row["to_book"], row["micros"]),
        row["seq"],
      ],
    );
    await this.run(...updates);
  }

  /** Rewrites a record's newest version, in the records and in the log, and recomputes the chain. */
  async rewrite(account: string, kind: string, id: string, sql: string): Promise<void> {
    await this.run(
      [`UPDATE records SET data = ${sql} WHERE account = ? AND kind = ? AND id = ?`, account, kind, id],
      [
        `UPDATE changes SET data = ${sql} WHERE account = ?1 AND kind = ?2 AND id = ?3
         AND version = (SELECT max(version) FROM changes WHERE account = ?1 AND kind = ?2 AND id = ?3)`,
        account,
        kind,
        id,
      ],
    );
    await this.chain(account);
  }
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");
