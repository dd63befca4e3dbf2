import { canReadRecord } from "@callboard/domain/core/permissions";
import { compareFields } from "@callboard/domain/core/compare";
import { create, decision, remove } from "@callboard/domain/core/effect";
import { Failure, fail } from "@callboard/domain/core/failure";
import {
  CompareInput,
  PinInput,
  pinId,
  pinTarget,
  VersionInput,
  VersionsInput,
} from "@callboard/domain/history/schema";
import { message } from "@callboard/domain/core/message";
import type { Kind } from "@callboard/domain/core/record";
import { formatField, formatTitle } from "@callboard/domain/core/fieldFormat";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { findVersion, findNewestVersion } from "../../store/versions.ts";
import { hiddenUntil, requireReadableKind, withheldFields } from "../../store/visibility.ts";
import { findOrRemoved, findAll, findMany } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { requireVisibleVersion } from "./visibleVersion.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { changeView, fieldChangeViews } from "./changeView.ts";
import { VERSIONS_PER_PAGE, versionPage } from "./reads/versions.ts";

const PINS_MAX = 100;

/** A record's versions: listed, opened, compared, pinned. */
export const versions = {
  versions: accountProcedure("read history")
    .input(VersionsInput)
    .query(async ({ ctx, input }) => {
      const { scope, context } = ctx;
      const kind = requireReadableKind(input.kind, scope.membership);
      const { visibility, locale, retentionDays } = await readVisibility(scope, context, input.zone);
      const { pins, last } = await read(scope, {
        pins: findMany("pin", { name: "of", value: pinTarget(kind.kind, input.id) }),
        last: findNewestVersion(kind.kind, input.id),
      });
      if (!last || !canReadRecord(scope.membership, kind, last.data))
        throw new Failure("not-found", "record.notFound", {});
      const notes = new Map(pins.map(({ data }) => [data.version, data.note]));
      const page = await versionPage(scope, kind.kind, input, hiddenUntil(visibility, kind.log), [...notes.keys()]);
      const shown = page.slice(0, VERSIONS_PER_PAGE);
      const view = await withDisplayNames(scope, locale, (show) => ({
        title: formatTitle(kind, last.data, last.id, show),
        noun: show.word(kind.noun),
        versions: shown.map((recordVersion) => ({
          ...changeView(recordVersion, scope, show),
          pinned: notes.has(recordVersion.version),
          note: notes.get(recordVersion.version) ?? "",
        })),
      }));
      return {
        ...view,
        present: last.event === "deleted" ? null : last.version,
        newest: last.version,
        next: page.length > VERSIONS_PER_PAGE ? shown.at(-1)!.version : null,
        retentionDays,
        completeSince: visibility.completeSince,
        restorable: kind.restore.how === "copy",
        now: scope.now,
      };
    }),

  /** One complete version: each field in words, as the record was then. */
  version: accountProcedure("read history")
    .input(VersionInput)
    .query(async ({ ctx, input }) => {
      const { scope, context } = ctx;
      const kind = requireReadableKind(input.kind, scope.membership);
      const { visibility, locale } = await readVisibility(scope, context, input.zone);
      const recordVersion = await requireVisibleVersion(scope, visibility, kind.kind, input.id, input.version);
      return withDisplayNames(scope, locale, (show) => ({
        ...changeView(recordVersion, scope, show),
        values: fieldsOf(kind, recordVersion.data, scope, show),
        now: scope.now,
      }));
    }),

  /** Any two versions, field by field, in either order. */
  compare: accountProcedure("read history")
    .input(CompareInput)
    .query(async ({ ctx, input }) => {
      const { scope, context } = ctx;
      const kind = requireReadableKind(input.kind, scope.membership);
      const { visibility, locale } = await readVisibility(scope, context, input.zone);
      const from = await requireVisibleVersion(scope, visibility, kind.kind, input.id, input.from);
      const to = await requireVisibleVersion(scope, visibility, kind.kind, input.id, input.to);
      return withDisplayNames(scope, locale, (show) => ({
        title: formatTitle(kind, to.data, to.id, show),
        noun: show.word(kind.noun),
        from: { version: from.version, at: from.at, by: changeView(from, scope, show).by },
        to: { version: to.version, at: to.at, by: changeView(to, scope, show).by },
        fields: fieldChangeViews(
          compareFields(kind, from.data, to.data, show, withheldFields(kind, scope.membership)),
          show,
        ),
        restorable: kind.restore.how === "copy",
        now: scope.now,
      }));
    }),

  /** Keeps a version past the plan's retention. */
  pin: accountProcedure("restore")
    .input(PinInput)
    .mutation(async ({ ctx, input }) => {
      const { scope, context } = ctx;
      const kind = requireReadableKind(input.kind, scope.membership);
      const { visibility } = await readVisibility(scope, context, undefined);
      const recordVersion = await requireVisibleVersion(scope, visibility, kind.kind, input.id, input.version);
      const id = pinId(kind.kind, input.id, input.version);
      return commit(scope, { pin: findOrRemoved("pin", id), pins: findAll("pin") }, ({ pin, pins }) => {
        if (pin) return decision([], null);
        if (pins.length >= PINS_MAX) fail("conflict", "history.pinsMany", { max: PINS_MAX });
        const data = { kind: kind.kind, record: input.id, version: input.version, note: input.note };
        const action = message("history.didPin", {
          version: input.version,
          name: kind.title(recordVersion.data, recordVersion.id),
        });
        return decision([create(scope.account, "pin", id, data, { action })], null);
      });
    }),

  unpin: accountProcedure("restore")
    .input(VersionInput)
    .mutation(({ ctx, input }) => {
      const { scope } = ctx;
      const kind = requireReadableKind(input.kind, scope.membership);
      const id = pinId(kind.kind, input.id, input.version);
      const queries = { pin: findOrRemoved("pin", id), unpinned: findVersion(kind.kind, input.id, input.version) };
      return commit(scope, queries, ({ pin, unpinned }) => {
        if (!pin) return [];
        const name = unpinned ? kind.title(unpinned.data, unpinned.id) : "";
        return [remove("pin", pin, { action: message("history.didUnpin", { version: input.version, name }) })];
      });
    }),
};

function fieldsOf(
  kind: Kind,
  data: object,
  scope: Scope,
  show: ValueFormatter,
): { field: string; label: string; value: string }[] {
  const withheld = withheldFields(kind, scope.membership);
  return Object.entries(kind.labels).flatMap(([field, label]) =>
    withheld.includes(field)
      ? []
      : [
          {
            field,
            label: show.word(label),
            value: formatField(kind, field, (data as Record<string, unknown>)[field], show),
          },
        ],
  );
}
