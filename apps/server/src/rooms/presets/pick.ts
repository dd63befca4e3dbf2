import { refuse } from "@callboard/domain/failure";
import { PRESET_KINDS, type PresetOf } from "@callboard/domain/presets";
import type { PresetApply } from "@callboard/domain/presets.schema";
import { checkUsable } from "@callboard/domain/presetUse";
import type * as z from "zod/mini";
import { one } from "../../needs.ts";
import { presetNeed, type Sighted } from "../../presetNeeds.ts";
import { type Scope, underAgency } from "../../scope.ts";
import { look } from "../../store.ts";
import { accountsBelow, followersOf, knownFollower } from "./rows.ts";

export type ApplyInput = z.output<typeof PresetApply>;

/** What a preset is to be used for. */
export interface Picked {
  agency: string | null;
  records: { account: string; id: string; kind: PresetOf }[];
  /** Accounts that are to have a new record. */
  accounts: string[];
}

/** Which records the question is about, all of them of accounts that the caller stands over. */
export async function pick(scope: Scope, { preset: id, to }: ApplyInput): Promise<Picked & { sighted: Sighted }> {
  const { home } = await look(scope, { home: one("account", scope.account) });
  const { agency } = home.data;
  const { sighted } = await look(underAgency(scope, agency), {
    sighted: presetNeed(id, { account: scope.account, agency }),
  });
  if (!sighted) return refuse("not-found", "record.gone", {}, "preset");
  const { of } = sighted.preset;
  checkUsable(sighted.preset, of);
  const picked = { sighted, agency, records: [], accounts: [] };
  if ("followers" in to) {
    const found = await followersOf(scope, sighted, await accountsBelow(scope));
    if (found.length === 0) refuse("conflict", "presets.noFollowers", { name: sighted.preset.name });
    return { ...picked, records: found.map(({ record }) => ({ account: record.account, id: record.id, kind: of })) };
  }
  if ("accounts" in to) return { ...picked, accounts: await accountsPicked(scope, sighted, to.accounts) };
  const ids = [...new Set(to.records.map((record) => record.id))];
  const found = await look(
    scope,
    Object.fromEntries(
      ids.flatMap((one) => PRESET_KINDS.map((kind) => [`${kind} ${one}`, knownFollower(kind, one, scope.account)])),
    ),
  );
  const records = ids.map((one) => {
    const kind = PRESET_KINDS.find((each) => found[`${each} ${one}`]);
    // Another tenant's record and one that does not exist are the same to whoever asks.
    if (!kind) return refuse("not-found", "record.gone", {}, "to");
    checkUsable(sighted.preset, kind);
    return { account: scope.account, id: one, kind };
  });
  return { ...picked, records };
}

async function accountsPicked(scope: Scope, { from }: Sighted, ids: readonly string[]): Promise<string[]> {
  const below = new Set((await accountsBelow(scope)).map(({ id }) => id));
  const wanted = [...new Set(ids)];
  if (from === "agency" || wanted.some((id) => !below.has(id))) refuse("not-found", "record.gone", {}, "to.accounts");
  return wanted;
}
