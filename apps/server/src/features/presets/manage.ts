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
import { findOptional, findAll } from "../../store/queries.ts";
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
    .query(async ({ ctx: { scope, context }, input: { kind, archived } }) => {
      const all = await readPresets(scope, context);
      const records = [...(await readFollowers(scope, kind)), ...(await readSubAccountFollowers(scope, all))];
      const show = namelessShow(context);
      const ofKind = all.filter(({ preset }) => kind === undefined || preset.kind === kind);
      return {
        presets: ofKind
          .filter(({ preset }) => archived || preset.archivedAt === null)
          .map((visible) => presetRow(visible, records, show)),
        now: scope.now,
      };
    }),

  get: accountProcedure("read routing")
    .input(PresetIdInput)
    .query(async ({ ctx: { scope, context }, input }) => {
      const visible = await requirePreset(scope, context, input.id);
      const accounts = await readSubAccounts(scope);
      const followers = await readFollowersOf(scope, visible, accounts);
      const records = followers.map(({ record }) => record);
      return {
        preset: presetRow(visible, records, namelessShow(context)),
        followers: followers.map(({ record, account }) => ({
          account,
          kind: visible.preset.kind,
          id: record.id,
          name: record.data.name,
          version: record.data.follows!.version,
          states: countStates(fieldDifferences(record, visible.preset)),
        })),
        // A sub-account can't offer its agency's presets to others.
        accounts: visible.from === "agency" ? [] : accounts,
        now: scope.now,
      };
    }),

  save: accountProcedure("change routing")
    .input(PresetInput)
    .mutation(async ({ ctx: { scope, context }, input }): Promise<{ id: string }> => {
      const { id, version, ...draft } = input;
      if (id === undefined)
        return commit(
          scope,
          { ownPresets: findAll("preset"), presetsEditable: checkPresetsEditable },
          ({ ownPresets }, { newId }) => {
            const newPresetId = newId();
            return decision(addPreset(scope.account, ownPresets, draft, newPresetId), { id: newPresetId });
          },
        );
      await requireOwnPreset(scope, context, id);
      return commit(
        scope,
        { preset: findOptional("preset", id), presetsEditable: checkPresetsEditable },
        ({ preset }) => decision(changePreset(preset ?? failMissing(), version, draft), { id }),
      );
    }),

  /** Creates a preset from a record, which follows it from then on. */
  saveFromRecord: accountProcedure("change routing")
    .input(PresetFromRecordInput)
    .mutation(({ ctx: { scope }, input: { kind, id, ...draft } }): Promise<{ id: string }> => {
      const queries = {
        record: findFollower(kind, id),
        ownPresets: findAll("preset"),
        presetsEditable: checkPresetsEditable,
      };
      return commit(scope, queries, ({ record, ownPresets }, { newId }) => {
        const newPresetId = newId();
        return decision(createPresetFrom(record, ownPresets, draft, newPresetId), { id: newPresetId });
      });
    }),

  archive: accountProcedure("change routing")
    .input(ArchivePresetInput)
    .mutation(async ({ ctx: { scope, context }, input: { id, version, archived } }) => {
      await requireOwnPreset(scope, context, id);
      return commit(
        scope,
        { preset: findOptional("preset", id), presetsEditable: checkPresetsEditable },
        ({ preset }, { now }) => archivePreset(preset ?? failMissing(), version, archived, now),
      );
    }),
};

const failMissing = (): never => fail("not-found", "record.notFound");

async function requirePreset(scope: Scope, context: AccountContext, id: string): Promise<VisiblePreset> {
  return (await readPreset(scope, context, id)) ?? failMissing();
}

/** Presets of the library and the agency are used here, but changed where they belong. */
async function requireOwnPreset(scope: Scope, context: AccountContext, id: string): Promise<void> {
  const { preset, from } = await requirePreset(scope, context, id);
  const { name } = preset;
  if (from === "library") throw new Failure("forbidden", "presets.notYoursLibrary", { name });
  if (from === "agency") throw new Failure("forbidden", "presets.notYoursAgency", { name });
}
