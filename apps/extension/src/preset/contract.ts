import { api } from "../api.ts";
import type { Kind } from "../resource.ts";

export interface PresetRow {
  id: string;
  from: "library" | "own" | "agency";
  of: "source" | "queue";
  name: string;
  about: string;
  version: number;
  archivedAt: number | null;
  fields: { field: string; label: string; text: string }[];
  values: Record<string, unknown>;
  followers: number;
  apart: number;
}
type Of = PresetRow["of"];
interface Follower {
  account: { id: string; name: string } | null;
  kind: Of;
  id: string;
  name: string;
  version: number;
  states: Record<"drifted" | "behind" | "clash" | "overridden", number>;
}
interface StandingField {
  field: string;
  label: string;
  state: "follows" | "overridden" | "drifted" | "behind" | "clash";
  base: string;
  preset: string;
  record: string;
  by: string | null;
  at: number | null;
}
export interface PresetAnswers {
  list: { presets: PresetRow[]; now: number };
  get: { preset: PresetRow; followers: Follower[]; accounts: { id: string; name: string }[]; now: number };
  standing: {
    preset: Pick<PresetRow, "id" | "name" | "from" | "version"> & { now: number | null; archived: boolean };
    fields: StandingField[];
    apart: number;
  } | null;
}
export interface PresetInputs {
  create: { preset: string; name: string };
  save: { id?: string; version?: number; of: Of; name: string; about: string; values: Record<string, unknown> };
  saveFrom: { kind: Of; id: string; name: string; about: string; fields?: string[] };
  settle: { kind: Of; id: string; version: number; field: string; how: "revert" | "override" | "follow" | "accept" };
  unfollow: { kind: Of; id: string; version: number };
  archive: { id: string; version: number; archived: boolean };
  proposeApply: {
    preset: string;
    to: { records: { id: string }[] } | { followers: true } | { accounts: string[] };
    overrides?: string[];
  };
}
type Query<I, T> = { query: (input: I) => Promise<T> };
type Mutation<I, T> = { mutate: (input: I, options: { context: { key: string } }) => Promise<T> };
interface PresetsApi {
  list: Query<{ of?: Of; archived?: boolean }, PresetAnswers["list"]>;
  get: Query<{ id: string }, PresetAnswers["get"]>;
  standing: Query<{ kind: Of; id: string }, PresetAnswers["standing"]>;
  create: Mutation<PresetInputs["create"], { kind: Of; id: string }>;
  save: Mutation<PresetInputs["save"], { id: string }>;
  saveFrom: Mutation<PresetInputs["saveFrom"], { id: string }>;
  settle: Mutation<PresetInputs["settle"], unknown>;
  unfollow: Mutation<PresetInputs["unfollow"], unknown>;
  archive: Mutation<PresetInputs["archive"], unknown>;
  proposeApply: Mutation<PresetInputs["proposeApply"], { proposal: string | null; run: string | null }>;
}

/** The router's presets, as agreed on: it is not in the router's type yet. */
export const presetsApi = (): PresetsApi => (api() as unknown as { presets: PresetsApi }).presets;
/** The feed's word for a preset, which its type does not have yet either. */
export const PRESET = "preset" as Kind;
