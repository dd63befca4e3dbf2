import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { appRouter } from "../../src/http/router.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const FOLDERS = ["packages/domain/src", "apps/server/src"];

/** The names of all fields of all inputs, at any depth. */
function namesIn(schema: object, names: Set<string>): void {
  const json = JSON.stringify(z.toJSONSchema(schema as z.ZodType, { unrepresentable: "any", io: "input" }));
  JSON.parse(json, (_, value: unknown) => {
    if (typeof value === "object" && value !== null && "properties" in value)
      for (const name of Object.keys(value.properties as object)) names.add(name);
    return value;
  });
}

test("a failure that names a field names one of an input: forms find it there", () => {
  const names = new Set<string>();
  const procedures = Object.values(appRouter._def.procedures) as unknown as { _def: { inputs: object[] } }[];
  for (const { _def } of procedures) for (const schema of _def.inputs) namesIn(schema, names);
  expect(names.size).toBeGreaterThan(100);
  const fields = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) =>
        [
          ...readFileSync(join(ROOT, folder, file), "utf8").matchAll(/\bfail\([^;]*?\},\s*["`]([^"`]+)["`],?\s*\)/g),
        ].map(([, field]) => [file, field!.split(/[.[]/)[0]!] as const),
      ),
  );
  expect(fields.length).toBeGreaterThan(100);
  const unknown = fields.filter(([, field]) => !names.has(field) && !field.startsWith("${"));
  expect(unknown.map(([file, field]) => `${file}: ${field}`)).toEqual([]);
});
