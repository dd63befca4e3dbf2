import { matchesText } from "@callboard/domain/core/text/search";
import type { Outputs } from "../../data/api.ts";
import { go, href } from "../route.ts";
import { toasts } from "../toasts.ts";
import { presets as texts } from "../../texts/en/presets.ts";

export type PresetRow = Outputs["presets"]["list"]["presets"][number];
export type PresetKind = PresetRow["kind"];
export type PresetOrigin = PresetRow["from"];
/** How a record compares with the preset that it follows. */
export type FollowState = NonNullable<Outputs["presets"]["differences"]>;
export type FollowField = FollowState["fields"][number];
/**
 * `follows`: same value; `overridden`: different on purpose; `drifted`: changed in the record; `behind`: changed in the
 * preset; `clash`: changed in both.
 */
export type FieldState = FollowField["state"];

/** A record that may follow a preset. */
export interface PresetRecord {
  kind: PresetKind;
  id: string;
  version: number;
  name: string;
}

/** In the order in which people look for them. */
export const ORIGINS = ["own", "agency", "library"] as const satisfies PresetOrigin[];

export type PresetField = keyof typeof texts.fields;
/** The fields that a preset of each kind can set, in the order of that kind's form. */
export const FIELDS = {
  source: ["description", "site", "ruleGroups"],
  queue: ["routing", "ringSeconds", "wrapUpSeconds", "schedule", "noAnswer", "tags"],
} as const satisfies Record<PresetKind, readonly PresetField[]>;

const PAGE_OF_KIND = { source: "sources", queue: "queues" } as const;
/** The page with the records that presets of this kind are for. */
export const pageOf = (kind: PresetKind): "sources" | "queues" => PAGE_OF_KIND[kind];
/** The settings page of a record: drift from a preset is resolved there. */
export const settingsHref = (kind: PresetKind, id: string): string =>
  kind === "queue" ? href("queues", id, "settings") : href("sources", id);
export const presetHref = (id: string): string => href("presets", id);

/** Presets that can be used, the account's own first. */
export function usablePresets(presets: readonly PresetRow[], kind: PresetKind): PresetRow[] {
  const rank = (preset: PresetRow) => ORIGINS.indexOf(preset.from);
  // Built-in presets have their own order, with similar ones next to each other.
  const byName = (a: PresetRow, b: PresetRow) => (a.from === "library" ? 0 : a.name.localeCompare(b.name));
  return presets
    .filter((preset) => preset.kind === kind && preset.archivedAt === null)
    .toSorted((a, b) => rank(a) - rank(b) || byName(a, b));
}

/** Whether its name or description contains each word of the search. */
export function matchesSearch({ name, description }: Pick<PresetRow, "name" | "description">, search: string): boolean {
  return matchesText(`${name}\n${description}`, search);
}

/** Opens what applying a preset led to: its proposal, the run if there are many, or a message that nothing differs. */
export function openResult({ proposal, run }: { proposal: string | null; run: string | null }): void {
  if (proposal !== null) return go("proposals", proposal);
  if (run !== null) return go("runs", run);
  toasts.show({ sentence: texts.nothing });
}
