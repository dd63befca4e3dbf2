import { expect, test } from "vitest";
import { message } from "../../src/core/message.ts";
import { checkVersion } from "../../src/core/version.ts";

test("a change of the version that is there passes, and so does one that names none", () => {
  expect(() => checkVersion({ version: 3 }, 3, "Sales")).not.toThrow();
  expect(() => checkVersion({ version: 3 }, undefined, "Sales")).not.toThrow();
});

test("a change of another version is a conflict that names the record, or says what the caller has to say", () => {
  const conflict = { code: "conflict", field: "version" };
  expect(() => checkVersion({ version: 3 }, 2, "Sales")).toThrow(
    expect.objectContaining({
      ...conflict,
      key: "record.changedMeanwhile",
      values: { name: "Sales", version: 3 },
    }),
  );
  expect(() => checkVersion({ version: 3 }, 4, message("agents.changedMeanwhile", { status: "Lunch" }))).toThrow(
    expect.objectContaining({ ...conflict, key: "agents.changedMeanwhile", values: { status: "Lunch" } }),
  );
});
