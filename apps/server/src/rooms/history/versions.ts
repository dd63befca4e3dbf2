import { readsRecord } from "@callboard/domain/access";
import { compareFields } from "@callboard/domain/compare";
import { create, decided, remove } from "@callboard/domain/decision";
import { Failure, refuse } from "@callboard/domain/failure";
import { CompareAsk, PinAsk, pinId, pinOf, VersionAsk, VersionsAsk } from "@callboard/domain/history.schema";
import { phrase } from "@callboard/domain/phrase";
import type { Kind } from "@callboard/domain/record";
import type { KindName } from "@callboard/domain/records";
import { type Show, showField, showTitle } from "@callboard/domain/showing";
import { stmt } from "../../db.ts";
import { type Edition, edition, EDITION_ALONE, editionOf, newest } from "../../editions.ts";
import { hiddenTo, readableKind, withheldOf } from "../../visibility.ts";
import { maybe, where } from "../../needs.ts";
import type { Scope } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { inWords } from "../../words.ts";
import { seen } from "./seen.ts";
import { sightHere } from "../../sight.ts";
import { told as toldOf, toldFields } from "./told.ts";

const PAGE = 50;
const PINS_MAX = 100;

/** A record's versions: listed, opened whole, compared, pinned. */
export const versions = {
  versions: open("read history")
    .input(VersionsAsk)
    .query(async ({ ctx, input }) => {
      const { scope, place } = ctx;
      const kind = readableKind(input.kind, scope.standing);
      const { sight, words, retentionDays } = await sightHere(scope, place, input.zone);
      const { pins, last } = await look(scope, {
        pins: where("pin", { name: "of", value: pinOf(kind.kind, input.id) }),
        last: newest(kind.kind, input.id),
      });
      if (!last || !readsRecord(scope.standing, kind, last.data)) throw new Failure("not-found", "record.gone", {});
      const notes = new Map(pins.map(({ data }) => [data.version, data.note]));
      const found = await page(scope, kind.kind, input, hiddenTo(sight, kind.log), [...notes.keys()]);
      const shown = found.slice(0, PAGE);
      const told = await inWords(scope, words, (show) => ({
        title: showTitle(kind, last.data, last.id, show),
        noun: show.word(kind.noun),
        versions: shown.map((one) => ({
          ...toldOf(one, scope, show),
          pinned: notes.has(one.version),
          note: notes.get(one.version) ?? "",
        })),
      }));
      return {
        ...told,
        present: last.event === "deleted" ? null : last.version,
        newest: last.version,
        next: found.length > PAGE ? shown.at(-1)!.version : null,
        retentionDays,
        completeSince: sight.completeSince,
        restorable: kind.restore.how === "copy",
        now: scope.now,
      };
    }),

  /** One version whole: each field in words, as the record looked then. */
  version: open("read history")
    .input(VersionAsk)
    .query(async ({ ctx, input }) => {
      const { scope, place } = ctx;
      const kind = readableKind(input.kind, scope.standing);
      const { sight, words } = await sightHere(scope, place, input.zone);
      const one = await seen(scope, sight, kind.kind, input.id, input.version);
      return inWords(scope, words, (show) => ({
        ...toldOf(one, scope, show),
        values: fieldsOf(kind, one.data, scope, show),
        now: scope.now,
      }));
    }),

  /** Any two versions, field by field, whichever is the older. */
  compare: open("read history")
    .input(CompareAsk)
    .query(async ({ ctx, input }) => {
      const { scope, place } = ctx;
      const kind = readableKind(input.kind, scope.standing);
      const { sight, words } = await sightHere(scope, place, input.zone);
      const from = await seen(scope, sight, kind.kind, input.id, input.from);
      const to = await seen(scope, sight, kind.kind, input.id, input.to);
      return inWords(scope, words, (show) => ({
        title: showTitle(kind, to.data, to.id, show),
        noun: show.word(kind.noun),
        from: { version: from.version, at: from.at, by: toldOf(from, scope, show).by },
        to: { version: to.version, at: to.at, by: toldOf(to, scope, show).by },
        fields: toldFields(compareFields(kind, from.data, to.data, show, withheldOf(kind, scope.standing)), show),
        restorable: kind.restore.how === "copy",
        now: scope.now,
      }));
    }),

  /** Keeps a version past the plan's retention. */
  pin: open("restore")
    .input(PinAsk)
    .mutation(async ({ ctx, input }) => {
      const { scope, place } = ctx;
      const kind = readableKind(input.kind, scope.standing);
      const { sight } = await sightHere(scope, place, undefined);
      const one = await seen(scope, sight, kind.kind, input.id, input.version);
      const id = pinId(kind.kind, input.id, input.version);
      return commit(scope, { pin: maybe("pin", id), pins: where("pin", "account") }, ({ pin, pins }) => {
        if (pin) return decided([], null);
        if (pins.length >= PINS_MAX) refuse("conflict", "history.pinsMany", { most: PINS_MAX });
        const data = { kind: kind.kind, record: input.id, version: input.version, note: input.note };
        const action = phrase("history.didPin", { version: input.version, name: kind.title(one.data, one.id) });
        return decided([create(scope.account, "pin", id, data, { action })], null);
      });
    }),

  unpin: open("restore")
    .input(VersionAsk)
    .mutation(({ ctx, input }) => {
      const { scope } = ctx;
      const kind = readableKind(input.kind, scope.standing);
      const id = pinId(kind.kind, input.id, input.version);
      const needs = { pin: maybe("pin", id), one: edition(kind.kind, input.id, input.version) };
      return commit(scope, needs, ({ pin, one }) => {
        if (!pin) return [];
        const name = one ? kind.title(one.data, one.id) : "";
        return [remove("pin", pin, { action: phrase("history.didUnpin", { version: input.version, name }) })];
      });
    }),
};

async function page(
  scope: Scope,
  kind: KindName,
  { id, before = Number.MAX_SAFE_INTEGER }: { id: string; before?: number | undefined },
  hiddenTo: number,
  pins: readonly number[],
): Promise<Edition[]> {
  const [rows] = await scope.db.read([
    stmt(
      `SELECT ${EDITION_ALONE} FROM changes c WHERE c.account = ? AND c.kind = ? AND c.id = ? AND c.version < ?
       AND (c.at > ? OR c.version IN (SELECT value FROM json_each(?))) ORDER BY c.version DESC LIMIT ?`,
      scope.account,
      kind,
      id,
      before,
      hiddenTo,
      JSON.stringify(pins),
      PAGE + 1,
    ),
  ]);
  return withBefore(
    scope,
    rows!.map((row) => editionOf(row)),
  );
}

/** One's value before is the next one's on the page, and is read once; where some between are hidden it is looked up. */
async function withBefore(scope: Scope, page: readonly Edition[]): Promise<Edition[]> {
  const below = (at: number) => (page[at + 1]?.version === page[at]!.version - 1 ? page[at + 1]! : null);
  const apart = page.filter((one, at) => below(at) === null && one.version > 1 && at < PAGE);
  const found = await look(
    scope,
    Object.fromEntries(apart.map(({ kind, id, version }) => [String(version), edition(kind, id, version)])),
  );
  return page.map((one, at) => {
    const older = below(at);
    const before =
      older === null ? (found[one.version]?.before ?? null) : older.event === "deleted" ? null : older.data;
    return { ...one, before };
  });
}

function fieldsOf(
  kind: Kind,
  data: object,
  scope: Scope,
  show: Show,
): { field: string; label: string; value: string }[] {
  const withheld = withheldOf(kind, scope.standing);
  return Object.entries(kind.labels).flatMap(([field, label]) =>
    withheld.includes(field)
      ? []
      : [
          {
            field,
            label: show.word(label),
            value: showField(kind, field, (data as Record<string, unknown>)[field], show),
          },
        ],
  );
}
