import { formatValue } from "@callboard/domain/presets/schema";
import { planApplication } from "@callboard/domain/presets/rules";
import type { Follower } from "@callboard/domain/presets/edit";
import { applyPreset } from "@callboard/domain/presets/apply";
import type { ValueFormatter } from "@callboard/domain/core/fieldFormat";
import { truncateText } from "@callboard/domain/core/text/text";
import { nameWithAccount } from "../../store/reads/displayNames.ts";
import { CHUNK, type NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import { pushLines, type PushInput, type PushItem } from "./pushPresetRun.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import type { ApplyInput, PresetTargets } from "./pick.ts";
import type { VisiblePreset } from "../../store/reads/presets.ts";
import { findOptionalFollower } from "./presetRows.ts";
import { failureMessage } from "../../store/reads/blockedReason.ts";

const ABOUT_MAX = 300;

/** For more records than one proposal shows: proposes a run with a line for each record that would change. */
export async function proposePush(
  scope: Scope,
  { sighted: { preset }, agency, records }: PresetTargets & { sighted: VisiblePreset },
  { overrides, reason }: ApplyInput,
): Promise<{ proposal: null; run: string | null }> {
  const run = scope.newId();
  let total = 0;
  for (let from = 0; from < records.length; from += CHUNK) {
    const chunk = records.slice(from, from + CHUNK);
    const reached = { ...scope, reach: chunk.map(({ account }) => account) };
    const found = await read(
      reached,
      Object.fromEntries(
        chunk.map(({ account, kind, id }) => [`${account}\n${id}`, findOptionalFollower(kind, id, account)]),
      ),
    );
    const there = Object.values(found).flatMap((record): Follower[] => (record ? [record] : []));
    const items = await withDisplayNames(reached, { zone: "UTC", currency: "USD" }, (show) =>
      there.flatMap((record) => itemOf(record, show)),
    );
    const listed = items.map((item, at): NewItem => ({ ...item, n: total + at + 1 }));
    await writeItems(scope, run, listed);
    total += listed.length;
  }
  if (total === 0) return { proposal: null, run: null };
  const below = records.some(({ account }) => account !== scope.account);
  const input: PushInput = { preset: preset.id, version: preset.version, agency, overrides, reason, below };
  const pushed = { what: "push preset", title: preset.name, input: { ...input }, state: "proposed", total } as const;
  return writeRun(scope, run, pushed, { proposal: null, run });

  function itemOf(record: Follower, show: ValueFormatter): Omit<NewItem, "n">[] {
    const { account, id } = record;
    const plan = planApplication(preset, record.data, overrides);
    const changed = plan.fields.map((field) => {
      const before = formatValue(preset.of, field.field, field.record, show);
      return `${before.label} ${before.text} → ${formatValue(preset.of, field.field, field.preset, show).text}`;
    });
    const name = nameWithAccount(account, record.data.name, scope, show);
    const about = truncateText([name, changed.join("; ")].filter((part) => part !== "").join(": "), ABOUT_MAX);
    const input: PushItem = { account, kind: preset.of, id, lines: pushLines(plan) };
    let nothing = false;
    // A record that the rules refuse is listed with the reason; confirming can't change that.
    const refused = failureMessage(() => {
      nothing = applyPreset(preset, record, { overrides }).effects.length === 0;
    });
    if (nothing) return [];
    return [{ about, input: refused ? null : input, ...(refused ? { refused } : {}) }];
  }
}
