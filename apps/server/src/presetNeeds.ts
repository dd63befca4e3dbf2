import { PRESET_LIBRARY } from "@callboard/domain/presetLibrary";
import { type PresetDoc, presetOf } from "@callboard/domain/presetRules";
import type { Preset } from "@callboard/domain/presets";
import { known, type Need } from "./needs.ts";

/** A preset as an account sees it. `own`: the document, where this account may change it. */
export interface Sighted {
  preset: Preset;
  from: "library" | "own" | "agency";
  own: PresetDoc | null;
}

const LIBRARY_BY_ID = new Map(PRESET_LIBRARY.map((preset) => [preset.id, preset]));

/** From the library, the account's own, or its agency's; another's answers like one that is not there. */
export function presetNeed(id: string, agency: string | null): Need<Sighted | null> {
  const preset = LIBRARY_BY_ID.get(id);
  if (preset) return { stmts: () => [], take: () => ({ preset, from: "library", own: null }) };
  const mine = known("preset", id);
  const above = agency === null ? null : known("preset", id, agency);
  return {
    stmts: (scope) => [...mine.stmts(scope), ...(above?.stmts(scope) ?? [])],
    take: ([ownRows, aboveRows], seen, scope) => {
      const own = mine.take([ownRows!], seen, scope);
      if (own) return { preset: presetOf(own), from: "own", own };
      const theirs = above?.take([aboveRows!], seen, scope);
      return theirs ? { preset: presetOf(theirs), from: "agency", own: null } : null;
    },
  };
}
