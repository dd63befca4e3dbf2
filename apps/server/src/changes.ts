import { hash } from "node:crypto";
import { personOf } from "@callboard/domain/actor";
import type { Effect, Said } from "@callboard/domain/decision";
import { type ChangeEvent, sameValue } from "@callboard/domain/history";
import { bookOwner } from "@callboard/domain/ledger";
import type { Doc, Kind } from "@callboard/domain/record";
import { anyKind, type KindName } from "@callboard/domain/records";
import { type Row, type Stmt, stmt } from "./db.ts";
import type { Bell } from "./feed.ts";
import { findStmts } from "./find.ts";
import { formerStmts } from "./former.ts";
import { Keys } from "./keys.ts";
import { docKey, type Seen } from "./needs.ts";
import { proved } from "./owners.ts";
import type { Scope } from "./scope.ts";
import type { Sealing } from "./sealing.ts";
import { partOf, recordElement } from "./sums.ts";

export interface Planned {
  writes: Stmt[];
  bells: Bell[];
}

type Recorded = Extract<Effect, { do: "create" | "save" | "remove" }>;

/** Turns a decision's effects on records into statements, step by step: the present, the past and its chain, and the keys. */
export function* planChanges(
  scope: Scope,
  effects: readonly Effect[],
  seen: Seen,
  sealing: Sealing,
): Generator<undefined, Planned> {
  const writes: Stmt[] = [];
  const bells: Bell[] = balanceBells(effects);
  const chain = new Chain(scope, sealing);
  const present = new Map(seen.docs);
  const keys = new Keys();
  for (const effect of effects) {
    yield;
    if (
      effect.do === "post" ||
      effect.do === "later" ||
      effect.do === "access" ||
      effect.do === "grant" ||
      effect.do === "item" ||
      effect.do === "count"
    )
      continue;
    const key = docKey(proved(scope, effect.account), effect.kind, effect.id);
    const before = present.get(key) ?? null;
    const kind = anyKind(effect.kind);
    if (kind.handedDown && !seen.asked.has(effect.account))
      throw new Error(`${effect.kind} ${effect.id} was written without having asked who may`);
    const after = effect.do === "remove" ? null : checked(kind, effect.data);
    if (effect.do === "save" && before && sameValue(before.data, after)) continue;
    const version = nextVersion(effect, key, before, seen);
    const at = effect.at ?? scope.now;
    const event = eventOf(effect);
    const data = JSON.stringify(after ?? before!.data);
    keys.moved(key, effect, before?.data ?? null, after);
    sealRecord(sealing, seen, key, effect, after === null ? null : data);
    const gone = before && after !== null ? formerStmts(effect, kind, before.data as object, after as object, at) : [];
    for (const one of [
      ...gone,
      ...presentStmts(effect, kind, version, data, at),
      ...findStmts(kind, effect, before?.data ?? null, after),
      ...chain.link(
        { ...effect, event, version, data, at },
        kind,
        aboutWhom(kind, before?.data ?? null, after, effect.id),
      ),
    ])
      writes.push(one);
    bells.push({ account: effect.account, kind: effect.kind, id: effect.id, version, area: kind.area });
    if (after === null) {
      present.delete(key);
      seen.gone.set(key, version);
    } else present.set(key, { account: effect.account, kind: effect.kind, id: effect.id, version, at, data: after });
  }
  return { writes: [...writes, ...keys.stmts()], bells };
}

/** The seal adds up the texts of records: what goes leaves its sum, what comes is in it. */
function sealRecord(sealing: Sealing, { written }: Seen, key: string, of: Recorded, after: string | null): void {
  const element = (text: string) => recordElement(sealing.seal, of.account, of.kind, of.id, text);
  const before = written.get(key);
  if (before !== undefined) sealing.take(of.account, partOf(of.kind), element(before));
  if (after !== null) sealing.add(of.account, partOf(of.kind), element(after));
  if (after === null) written.delete(key);
  else written.set(key, after);
}

/** One for each account whose money moves, however many movements there are. */
function balanceBells(effects: readonly Effect[]): Bell[] {
  const owners = effects.flatMap((effect) =>
    effect.do === "post" ? [bookOwner(effect.movement.from), bookOwner(effect.movement.to)] : [],
  );
  return [...new Set(owners)].map((account) => ({
    account,
    kind: "balance",
    id: "balance",
    version: 0,
    area: "billing",
  }));
}

function eventOf(effect: Recorded): ChangeEvent {
  if (effect.do === "remove") return "deleted";
  if (effect.restored) return "restored";
  return effect.do === "create" ? "created" : "changed";
}

function nextVersion(effect: Recorded, key: string, before: Doc<unknown> | null, seen: Seen): number {
  if (effect.do === "create") {
    if (before) throw new Error(`${effect.kind} ${effect.id} exists already`);
    return (seen.gone.get(key) ?? 0) + 1;
  }
  if (!before) throw new Error(`${effect.kind} ${effect.id} was changed without having been looked at`);
  // Several saves of one record in one decision all name the version that was looked at.
  if (effect.base !== (seen.docs.get(key)?.version ?? effect.base))
    throw new Error(`${effect.kind} ${effect.id} was decided on another version than was looked at`);
  return before.version + 1;
}

/** A rule that makes a document its own schema refuses is a bug, and nothing of it is written. */
function checked(kind: Kind, data: unknown): unknown {
  const read = kind.schema.safeParse(data);
  if (!read.success)
    throw new Error(
      `${kind.kind}: ${read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ")}`,
    );
  return read.data;
}

function presentStmts(effect: Recorded, kind: Kind, version: number, data: string, at: number): Stmt[] {
  const { account, kind: name, id } = effect;
  if (effect.do === "create")
    return [
      stmt(
        "INSERT INTO records (account, kind, id, version, shape, data, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        account,
        name,
        id,
        version,
        kind.shape,
        data,
        at,
      ),
    ];
  if (effect.do === "save")
    return [
      stmt(
        "UPDATE records SET version = ?, shape = ?, data = ?, at = ? WHERE account = ? AND kind = ? AND id = ?",
        version,
        kind.shape,
        data,
        at,
        account,
        name,
        id,
      ),
    ];
  return [stmt("DELETE FROM records WHERE account = ? AND kind = ? AND id = ?", account, name, id)];
}

interface Link extends Said {
  account: string;
  kind: KindName;
  id: string;
  event: ChangeEvent;
  version: number;
  data: string;
  at: number;
}

/** Each row's digest covers the row and the digest before it, account by account. */
class Chain {
  private readonly scope: Scope;
  private readonly sealing: Sealing;

  constructor(scope: Scope, sealing: Sealing) {
    this.scope = scope;
    this.sealing = sealing;
  }

  link(
    { account, kind: name, id, version, event, data, at, action, cause, log, actor = this.scope.actor }: Link,
    kind: Kind,
    about: readonly string[],
  ): Stmt[] {
    const { scope } = this;
    const head = this.sealing.head(account);
    const why = cause ?? scope.cause;
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
      why ? JSON.stringify(why) : null,
      scope.request ?? null,
      scope.batch ?? null,
      at,
    ];
    const digest = linkDigest(head.digest, row);
    this.sealing.moved(account, n, digest);
    const person = personOf(actor);
    const others = about.filter((one) => one !== person);
    const news = (log ?? kind.log) === "history" || person !== null;
    return [
      stmt(INSERT, ...row, digest),
      ...(others.length === 0 ? [] : [stmt(ABOUT, account, Number(news), n, JSON.stringify(others))]),
    ];
  }
}

/** Whom it is about; of a record that goes, whoever it was about. */
const aboutWhom = (kind: Kind, before: unknown, after: unknown, id: string): readonly string[] =>
  kind.about?.people(before, after, id) ?? [];

const ABOUT = "INSERT INTO about (account, person, news, n) SELECT ?1, value, ?2, ?3 FROM json_each(?4)";

const INSERT = `INSERT INTO changes (account, n, kind, id, version, event, log, area, shape, data, actor, person,
  action, cause, request, batch, at, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** The columns that a row's digest covers, in their order. */
export const LINKED =
  "account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at".split(
    ", ",
  );

/** Whether a row is as it was written behind the one with this digest. */
export const isLinked = (before: string, row: Row): boolean =>
  linkDigest(
    before,
    LINKED.map((name) => row[name]),
  ) === row["digest"];

/** sha-256 over the digest before and the row's columns in their order, as JSON. */
export const linkDigest = (before: string, row: readonly unknown[]): string =>
  hash("sha256", JSON.stringify([before, ...row]), "base64url");
