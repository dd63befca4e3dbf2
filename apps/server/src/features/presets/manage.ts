import { decision } from "@callboard/domain/core/effect";
import { Failure, fail } from "@callboard/domain/core/failure";
import { addPreset, archivePreset, changePreset } from "@callboard/domain/presets/edit";
import { createPresetFrom } from "@callboard/domain/presets/resolveField";
import {
  ArchivePresetInput,
  PresetIdInput,
  PresetInput,
  PresetFromRecordInput,
  PresetListInput,
} from "@callboard/domain/presets/schema";
import { findOptional, findMany } from "../../store/queries.ts";
import { checkPresetsEditable, type VisiblePreset } from "../../store/reads/presets.ts";
import type { Scope } from "../../store/scope.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import {
  readSubAccounts,
  countStates,
  findFollower,
  readSubAccountFollowers,
  readFollowersOf,
  namelessShow,
  presetRow,
  readPreset,
  readPresets,
  readFollowers,
  fieldDifferences,
} from "./presetRows.ts";

/** Listing, creating, changing and archiving presets. */
export const managePresets = {
  list: accountProcedure("read routing")
    .input(PresetListInput)
    .query(async ({ ctx: { scope, place: context }, input: { of, archived } }) => {
      const all = await readPresets(scope, context);
      const records = [...(await readFollowers(scope, of)), ...(await readSubAccountFollowers(scope, all))];
      const show = namelessShow(context);
      const wanted = all.filter(({ preset }) => of === undefined || preset.of === of);
      return {
        presets: wanted
          .filter(({ preset }) => archived || preset.archivedAt === null)
          .map((one) => presetRow(one, records, show)),
        now: scope.now,
      };
    }),

  get: accountProcedure("read routing")
    .input(PresetIdInput)
    .query(async ({ ctx: { scope, place: context }, input }) => {
      const sighted = await requirePreset(scope, context, input.id);
      const accounts = await readSubAccounts(scope);
      const followers = await readFollowersOf(scope, sighted, accounts);
      const records = followers.map(({ record }) => record);
      return {
        preset: presetRow(sighted, records, namelessShow(context)),
        followers: followers.map(({ record, place: account }) => ({
          account,
          kind: sighted.preset.of,
          id: record.id,
          name: record.data.name,
          version: record.data.follows!.version,
          states: countStates(fieldDifferences(record, sighted.preset)),
        })),
        // A sub-account can't offer its agency's presets to others.
        accounts: sighted.from === "agency" ? [] : accounts,
        now: scope.now,
      };
    }),

  save: accountProcedure("change routing")
    .input(PresetInput)
    .mutation(async ({ ctx: { scope, place: context }, input }): Promise<{ id: string }> => {
      const { id, version, ...draft } = input;
      if (id === undefined)
        return commit(
          scope,
          { all: findMany("preset", "account"), presetsOpen: checkPresetsEditable },
          ({ all }, { newId }) => {
            const fresh = newId();
            return decision(addPreset(scope.account, all, draft, fresh), { id: fresh });
          },
        );
      await requireOwnPreset(scope, context, id);
      return commit(scope, { preset: findOptional("preset", id), presetsOpen: checkPresetsEditable }, ({ preset }) =>
        decision(changePreset(preset ?? failGone(), version, draft), { id }),
      );
    }),

  /** Creates a preset from a record, which follows it from then on. */
  saveFromRecord: accountProcedure("change routing")
    .input(PresetFromRecordInput)
    .mutation(({ ctx: { scope }, input: { kind, id, ...draft } }): Promise<{ id: string }> => {
      const queries = {
        record: findFollower(kind, id),
        all: findMany("preset", "account"),
        presetsOpen: checkPresetsEditable,
      };
      return commit(scope, queries, ({ record, all }, { newId }) => {
        const fresh = newId();
        return decision(createPresetFrom(record, all, draft, fresh), { id: fresh });
      });
    }),

  archive: accountProcedure("change routing")
    .input(ArchivePresetInput)
    .mutation(async ({ ctx: { scope, place: context }, input: { id, version, archived } }) => {
      await requireOwnPreset(scope, context, id);
      return commit(
        scope,
        { preset: findOptional("preset", id), presetsOpen: checkPresetsEditable },
        ({ preset }, { now }) => archivePreset(preset ?? failGone(), version, archived, now),
      );
    }),
};

const failGone = (): never => fail("not-found", "record.gone");

async function requirePreset(scope: Scope, context: AccountContext, id: string): Promise<VisiblePreset> {
  return (await readPreset(scope, context, id)) ?? failGone();
}

/** Presets of the library and the agency are used here, but changed where they belong. */
async function requireOwnPreset(scope: Scope, context: AccountContext, id: string): Promise<void> {
  const { preset, from } = await requirePreset(scope, context, id);
  const { name } = preset;
  if (from === "library") throw new Failure("forbidden", "presets.notYoursLibrary", { name });
  if (from === "agency") throw new Failure("forbidden", "presets.notYoursAgency", { name });
}
