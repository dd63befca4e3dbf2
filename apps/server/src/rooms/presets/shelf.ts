import { decided } from "@callboard/domain/decision";
import { Failure, refuse } from "@callboard/domain/failure";
import { addPreset, archivePreset, changePreset } from "@callboard/domain/presetRules";
import { presetFrom } from "@callboard/domain/presetSettle";
import { PresetArchive, PresetAsked, PresetForm, PresetFrom, PresetList } from "@callboard/domain/presets.schema";
import { known, where } from "../../needs.ts";
import { presetsOpen, type Sighted } from "../../presetNeeds.ts";
import type { Scope } from "../../scope.ts";
import { commit } from "../../store.ts";
import { open } from "../../trpc.ts";
import type { Place } from "../access/doorkeeper.ts";
import {
  accountsBelow,
  countStates,
  followerNeed,
  followersBelow,
  followersOf,
  plainShow,
  presetRow,
  presetSeen,
  presetsSeen,
  recordsHere,
  standingsOf,
} from "./rows.ts";

/** The presets themselves: looked at, made, changed, archived. */
export const shelf = {
  list: open("read routing")
    .input(PresetList)
    .query(async ({ ctx: { scope, place }, input: { of, archived } }) => {
      const all = await presetsSeen(scope, place);
      const records = [...(await recordsHere(scope, of)), ...(await followersBelow(scope, all))];
      const show = plainShow(place);
      const wanted = all.filter(({ preset }) => of === undefined || preset.of === of);
      return {
        presets: wanted
          .filter(({ preset }) => archived || preset.archivedAt === null)
          .map((one) => presetRow(one, records, show)),
        now: scope.now,
      };
    }),

  get: open("read routing")
    .input(PresetAsked)
    .query(async ({ ctx: { scope, place }, input }) => {
      const sighted = await sightedHere(scope, place, input.id);
      const accounts = await accountsBelow(scope);
      const followers = await followersOf(scope, sighted, accounts);
      const records = followers.map(({ record }) => record);
      return {
        preset: presetRow(sighted, records, plainShow(place)),
        followers: followers.map(({ record, place: account }) => ({
          account,
          kind: sighted.preset.of,
          id: record.id,
          name: record.data.name,
          version: record.data.follows!.version,
          states: countStates(standingsOf(record, sighted.preset)),
        })),
        // What belongs to the agency above is not handed on.
        accounts: sighted.from === "agency" ? [] : accounts,
        now: scope.now,
      };
    }),

  save: open("change routing")
    .input(PresetForm)
    .mutation(async ({ ctx: { scope, place }, input }): Promise<{ id: string }> => {
      const { id, version, ...draft } = input;
      if (id === undefined)
        return commit(scope, { all: where("preset", "account"), presetsOpen }, ({ all }, { newId }) => {
          const fresh = newId();
          return decided(addPreset(scope.account, all, draft, fresh), { id: fresh });
        });
      await ownHere(scope, place, id);
      return commit(scope, { preset: known("preset", id), presetsOpen }, ({ preset }) =>
        decided(changePreset(preset ?? gone(), version, draft), { id }),
      );
    }),

  /** A preset from a record, which follows it from then on. */
  saveFrom: open("change routing")
    .input(PresetFrom)
    .mutation(({ ctx: { scope }, input: { kind, id, ...draft } }): Promise<{ id: string }> => {
      const needs = { record: followerNeed(kind, id), all: where("preset", "account"), presetsOpen };
      return commit(scope, needs, ({ record, all }, { newId }) => {
        const fresh = newId();
        return decided(presetFrom(record, all, draft, fresh), { id: fresh });
      });
    }),

  archive: open("change routing")
    .input(PresetArchive)
    .mutation(async ({ ctx: { scope, place }, input: { id, version, archived } }) => {
      await ownHere(scope, place, id);
      return commit(scope, { preset: known("preset", id), presetsOpen }, ({ preset }, { now }) =>
        archivePreset(preset ?? gone(), version, archived, now),
      );
    }),
};

const gone = (): never => refuse("not-found", "record.gone");

async function sightedHere(scope: Scope, place: Place, id: string): Promise<Sighted> {
  return (await presetSeen(scope, place, id)) ?? gone();
}

/** What the library and the agency offer is used here, and changed elsewhere. */
async function ownHere(scope: Scope, place: Place, id: string): Promise<void> {
  const { preset, from } = await sightedHere(scope, place, id);
  const { name } = preset;
  if (from === "library") throw new Failure("forbidden", "presets.notYoursLibrary", { name });
  if (from === "agency") throw new Failure("forbidden", "presets.notYoursAgency", { name });
}
