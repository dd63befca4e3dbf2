import { KINDS } from "@callboard/domain/core/records";
import { expect, test } from "vitest";
import { ACTIVITY_KINDS, SETTINGS_KINDS } from "../../src/shared/recordKinds.ts";

/** A person's own records are in that person's log, not in the account's. */
const PERSONAL = ["preferences", "readMarker", "alertChoices"];

test("every kind that the change history shows, or counts as new, is followed live", () => {
  const inLog = (log: string) =>
    Object.values(KINDS)
      .filter((kind) => kind.log === log && !PERSONAL.includes(kind.kind))
      .map(({ kind }) => kind);
  expect(SETTINGS_KINDS.toSorted()).toEqual(inLog("history").toSorted());
  expect(ACTIVITY_KINDS.toSorted()).toEqual(inLog("activity").toSorted());
});
