import { type Area, readsHistory } from "@callboard/domain/access";
import type { Actor } from "@callboard/domain/actor";
import { type ChangeEvent, differences } from "@callboard/domain/history";
import { en } from "@callboard/domain/messages/en";
import { type Phrase, render } from "@callboard/domain/phrase";
import { upgraded } from "@callboard/domain/record";
import { anyKind, type KindName } from "@callboard/domain/records";
import { zoneSchema } from "@callboard/domain/fields.schema";
import { DAY, showMinutes, showMoment } from "@callboard/domain/time";
import * as z from "zod/mini";
import { type Row, stmt } from "../db.ts";
import { one } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { look } from "../store.ts";
import { open, router } from "../trpc.ts";
import { namesOf } from "./access/people.ts";
import type { Place } from "./access/doorkeeper.ts";

export interface Told {
  seq: number;
  at: number;
  kind: KindName;
  id: string;
  version: number;
  event: ChangeEvent;
  /** The record's name, and its kind in words. */
  title: string;
  noun: string;
  by: string;
  byOneself: boolean;
  action: string;
  cause: string | null;
  fields: { label: string; before: string; after: string }[];
}

const AREAS: readonly Area[] = ["team", "routing", "billing", "access", "account"];
const Page = z.object({
  before: z.optional(z.int()),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
  zone: z.optional(zoneSchema),
});

const COLUMNS = `c.seq, c.at, c.kind, c.id, c.version, c.event, c.shape, c.data, c.actor, c.action, c.cause, p.shape AS old_shape, p.data AS old_data`;
const BEFORE = `LEFT JOIN changes p ON p.account = c.account AND p.kind = c.kind AND p.id = c.id AND p.version = c.version - 1 AND p.event <> 'deleted'`;

/** The account's change history, as far as this role may read it: settings that people edit, the newest first. */
export const history = router({
  list: open("use the account", "read history")
    .input(Page)
    .query(async ({ ctx, input }) => {
      const { scope, place, world } = ctx;
      const found = await visible(scope, place, input.before ?? Number.MAX_SAFE_INTEGER, input.limit);
      const people = found.flatMap((row) => peopleIn(row));
      const names = await namesOf(world.db, people);
      const reader = { zone: input.zone ?? place.zone, locale: "en", people: names };
      const changes = found.slice(0, input.limit).map((row) => toldOf(row, scope, reader));
      return { changes, more: found.length > input.limit, now: scope.now };
    }),
});

type Reader = Parameters<typeof render>[2];

/** Somebody who reads no history sees what was changed about them, and by whom and why. */
async function visible(scope: Scope, place: Place, before: number, limit: number): Promise<Row[]> {
  const { terms } = await look(scope, { terms: one("terms", scope.account) });
  const oldest = scope.now - terms.data.retentionDays * DAY;
  const areas = AREAS.filter((area) => readsHistory(place.standing, area));
  if (areas.length > 0) {
    const marks = areas.map(() => "?").join(", ");
    const [rows] = await scope.db.read([
      stmt(
        `SELECT ${COLUMNS} FROM changes c ${BEFORE} WHERE c.account = ? AND c.log = 'history' AND c.seq < ? AND c.at > ? AND c.area IN (${marks})
         ORDER BY c.seq DESC LIMIT ?`,
        scope.account,
        before,
        oldest,
        ...areas,
        limit + 1,
      ),
    ]);
    return rows!;
  }
  const [rows] = await scope.db.read([
    stmt(
      `SELECT ${COLUMNS} FROM changes c ${BEFORE} WHERE c.account = ?1 AND c.id = ?2 AND c.kind IN ('agent', 'member') AND c.seq < ?3 AND c.at > ?4
       AND (c.person IS NULL OR c.person <> ?2) ORDER BY c.seq DESC LIMIT ?5`,
      scope.account,
      scope.actor.id,
      before,
      oldest,
      limit + 1,
    ),
  ]);
  return rows!;
}

function toldOf(row: Row, scope: Scope, reader: Reader): Told {
  const kind = anyKind(row.kind);
  const after = upgraded(kind, row.shape, JSON.parse(row.data));
  const before = row.old_data === null ? null : upgraded(kind, row.old_shape, JSON.parse(row.old_data));
  const actor: Actor = JSON.parse(row.actor);
  const cause: Phrase | null = row.cause === null ? null : JSON.parse(row.cause);
  const title = kind.title(after, row.id);
  return {
    seq: Number(row.seq),
    at: Number(row.at),
    kind: row.kind,
    id: row.id,
    version: Number(row.version),
    event: row.event,
    title: kind.titled === "person" ? (reader.people?.get(title) ?? "") : title,
    noun: render(en, { key: kind.noun, values: {} }, reader),
    by: actorName(actor, reader),
    byOneself: actor.id === scope.actor.id,
    action: render(en, JSON.parse(row.action), reader),
    cause: cause ? render(en, cause, reader) : null,
    fields:
      row.event === "changed" && kind.log === "history"
        ? differences(kind, before, after).map(({ field, label, before: old, after: next }) => ({
            label: render(en, { key: label, values: {} }, reader),
            before: shown(old, kind.shows?.[field], reader),
            after: shown(next, kind.shows?.[field], reader),
          }))
        : [],
  };
}

const actorName = (actor: Actor, reader: Reader): string =>
  actor.as === "key"
    ? "API key"
    : actor.as === "job"
      ? "Callboard"
      : (reader.people?.get(actor.id) ?? "Someone who has left");

function shown(value: unknown, as: "instant" | "minutes" | undefined, reader: Reader): string {
  if (value === null || value === "") return "—";
  if (as === "instant") return showMoment(Number(value), reader);
  if (as === "minutes") return showMinutes(Number(value));
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return String(value);
  const parts = Object.values(value as object).filter((part) => part !== null && part !== "");
  return parts.map((part) => shown(part, undefined, reader)).join(", ") || "—";
}

/** Every person a row names: who did it, whom it is about, and those in its sentence. */
function peopleIn(row: Row): string[] {
  const named = Object.values((JSON.parse(row.action) as Phrase).values).map(String);
  return [JSON.parse(row.actor).id, row.id, ...named];
}
