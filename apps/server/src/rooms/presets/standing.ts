import { readsHistory } from "@callboard/domain/access";
import { refuse } from "@callboard/domain/failure";
import { sameValue } from "@callboard/domain/history";
import type { Follower } from "@callboard/domain/presetRules";
import { type FieldStanding, type Follows, isApart, LIBRARY, type PresetOf, resolve } from "@callboard/domain/presets";
import { labelOf, Settle, showValue, StandingAsked, Unfollow } from "@callboard/domain/presets.schema";
import { settleField } from "@callboard/domain/presetSettle";
import { asFollowed, unfollow } from "@callboard/domain/presetUse";
import { type Show, showActor } from "@callboard/domain/showing";
import { type Edition, lastEditions } from "../../editions.ts";
import { isSeen } from "../../visibility.ts";
import { NONE } from "../../needs.ts";
import { presetNeed, presetsOpen, type Sighted } from "../../presetNeeds.ts";
import { type Scope, underAgency } from "../../scope.ts";
import { sightHere } from "../../sight.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { inWords, wordsFor } from "../../words.ts";
import type { Place } from "../access/doorkeeper.ts";
import { followerNeed, plainShow, presetSeen } from "./rows.ts";

/** How far back it is looked for who made a field differ. */
const LOOKED_BACK = 50;

/** How a record stands to the preset that it follows, and the ways out of each difference. */
export const standing = {
  standing: open("read routing")
    .input(StandingAsked)
    .query(async ({ ctx: { scope, place }, input: { kind, id } }) => {
      const { record } = await look(scope, { record: followerNeed(kind, id) });
      const { follows } = record.data;
      if (!follows) return null;
      const sighted = await presetSeen(scope, place, follows.preset);
      const preset = sighted?.preset ?? asFollowed(follows, kind);
      const fields = resolve(follows, preset.values, record.data);
      const past = await pastSeen(scope, place, kind, id);
      return inWords(scope, wordsFor(scope, scope.locale?.zone ?? place.zone, "USD"), (show) => ({
        preset: {
          id: follows.preset,
          name: preset.name,
          from: sighted?.from ?? fromOf(follows, scope),
          version: follows.version,
          now: sighted ? preset.version : null,
          archived: preset.archivedAt !== null,
        },
        fields: fields.map((field) => shown(kind, field, past, show)),
        apart: fields.filter(isApart).length,
      }));
    }),

  /** Settles one field that stands apart. */
  settle: open("change routing")
    .input(Settle)
    .mutation(async ({ ctx: { scope, place }, input: { kind, id, version, field, how } }) => {
      const { account, agency } = place;
      const { before } = await look(scope, { before: followerNeed(kind, id) });
      const { follows } = before.data;
      if (!follows) return refuse("conflict", "presets.followsNone", { name: before.data.name });
      const needs = {
        record: followerNeed(kind, id),
        sighted: presetNeed(follows.preset, { account, agency }),
        // Taken into the preset, it reaches whoever follows it.
        open: how === "accept" ? presetsOpen : NONE,
      };
      const label = labelOf(kind, field, plainShow(place));
      return commit(underAgency(scope, agency), needs, ({ record, sighted }) => {
        checkVersion(record, version);
        if (!sighted && how !== "override") refuse("not-found", "presets.presetGone", { name: record.data.name });
        const preset = sighted?.preset ?? asFollowed(follows, kind);
        return settleField(record, preset, sighted?.own ?? null, { field, how, label });
      });
    }),

  unfollow: open("change routing")
    .input(Unfollow)
    .mutation(({ ctx: { scope }, input: { kind, id, version } }) =>
      commit(scope, { record: followerNeed(kind, id) }, ({ record }) => {
        checkVersion(record, version);
        return unfollow(record);
      }),
    ),
};

function checkVersion({ version, data: { name } }: Follower, seen: number): void {
  if (version !== seen) refuse("conflict", "record.changedMeanwhile", { name, version }, "version");
}

/** Where a preset came from that is no longer in sight. */
const fromOf = ({ owner }: Follows, { account }: Scope): Sighted["from"] =>
  owner === LIBRARY ? "library" : owner === account ? "own" : "agency";

/** What this caller may see of the record's last changes. */
async function pastSeen(scope: Scope, place: Place, kind: PresetOf, id: string): Promise<Edition[]> {
  if (!readsHistory(scope.standing, "routing")) return [];
  const { sight } = await sightHere(scope, place, undefined);
  const { past } = await look(scope, { past: lastEditions(kind, id, LOOKED_BACK) });
  return past.filter((one) => isSeen(one, sight, []));
}

function shown(kind: PresetOf, standing: FieldStanding, past: readonly Edition[], show: Show) {
  const { field, state, base, preset, record } = standing;
  const words = (value: unknown) => showValue(kind, field, value, show).text;
  const since = state === "follows" || state === "behind" ? undefined : sinceWhen(standing, past);
  return {
    field,
    label: labelOf(kind, field, show),
    state,
    base: words(base),
    preset: words(preset),
    record: words(record),
    by: since ? showActor(since.actor, show) : null,
    at: since?.at ?? null,
  };
}

/** The change by which a field came to be its own, or to be what it is. */
function sinceWhen({ field, state }: FieldStanding, past: readonly Edition[]): Edition | undefined {
  const own = (data: object | null) =>
    (data as { follows?: Follows | null } | null)?.follows?.overrides.includes(field) ?? false;
  const value = (data: object | null) => (data as Record<string, unknown> | null)?.[field];
  return past.find(({ before, data }) =>
    state === "overridden" ? own(data) && !own(before) : !sameValue(value(before), value(data)),
  );
}
