import { hash } from "node:crypto";
import { personOf } from "@callboard/domain/core/actor";
import type { ChangeMetadata } from "@callboard/domain/core/effect";
import type { ChangeType } from "@callboard/domain/core/differences";
import type { Kind } from "@callboard/domain/core/record";
import type { KindName } from "@callboard/domain/core/records";
import { type Row, type Stmt, stmt } from "./database/port.ts";
import type { Scope } from "./scope.ts";
import type { AccountSeals } from "./seals/accountSeals.ts";

/** One change to log. `data`: the record after it, as JSON; `at`: when it happened. */
interface ChainEntry extends ChangeMetadata {
  account: string;
  kind: KindName;
  id: string;
  event: ChangeType;
  version: number;
  data: string;
  at: number;
}

/**
 * Appends to the change log of each account. A row's digest covers the row and the previous row's digest, so no row can
 * be changed or removed unnoticed.
 */
export class ChangeChain {
  private readonly scope: Scope;
  private readonly seals: AccountSeals;

  constructor(scope: Scope, seals: AccountSeals) {
    this.scope = scope;
    this.seals = seals;
  }

  /** The statements that append a change. `people`: those it is about. */
  link(
    { account, kind: name, id, version, event, data, at, action, cause, log, actor = this.scope.actor }: ChainEntry,
    kind: Kind,
    people: readonly string[],
  ): Stmt[] {
    const { scope } = this;
    const head = this.seals.head(account);
    const changeCause = cause ?? scope.cause;
    const n = head.n + 1;
    const row = [
      account,
      n,
      name,
      id,
      version,
      event,
      log ?? kind.log,
      kind.area,
      kind.shape,
      data,
      JSON.stringify(actor),
      personOf(actor),
      JSON.stringify(action),
      changeCause ? JSON.stringify(changeCause) : null,
      scope.request ?? null,
      scope.batch ?? null,
      at,
    ];
    const digest = changeDigest(head.digest, row);
    this.seals.advance(account, n, digest);
    const person = personOf(actor);
    const otherPeople = people.filter((affected) => affected !== person);
    // False for activity that no person caused: a list of other people's changes leaves it out.
    const byPerson = (log ?? kind.log) === "history" || person !== null;
    return [
      stmt(INSERT_CHANGE_SQL, ...row, digest),
      ...(otherPeople.length === 0
        ? []
        : [stmt(INSERT_PEOPLE_SQL, account, Number(byPerson), n, JSON.stringify(otherPeople))]),
    ];
  }
}

const INSERT_PEOPLE_SQL =
  "INSERT INTO change_people (account, person, by_person, n) SELECT ?1, value, ?2, ?3 FROM json_each(?4)";

const INSERT_CHANGE_SQL = `INSERT INTO changes (account, n, kind, id, version, event, log, area, shape, data, actor, person,
  action, cause, request, batch, at, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** The columns that a row's digest covers, in their order. */
export const CHAIN_COLUMNS =
  "account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at".split(
    ", ",
  );

/** Whether a stored row is unchanged and directly follows the row with this digest. */
export const isLinked = (previousDigest: string, row: Row): boolean =>
  changeDigest(
    previousDigest,
    CHAIN_COLUMNS.map((name) => row[name]),
  ) === row["digest"];

/** sha-256 over the previous row's digest and this row's columns in their order, as JSON. */
export const changeDigest = (previousDigest: string, row: readonly unknown[]): string =>
  hash("sha256", JSON.stringify([previousDigest, ...row]), "base64url");
