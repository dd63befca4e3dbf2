import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

type Visitor = Record<"MemberExpression" | "VariableDeclarator", (node: unknown) => void>;
interface Context {
  filename: string;
  sourceCode: { getText: (node: { text: string }) => string };
  report: (problem: { message: string }) => void;
}
const { default: plugin } = (await import(
  pathToFileURL(join(import.meta.dirname, "../../../../lint/boundaries.js")).href
)) as { default: { rules: { border: { create: (context: Context) => Visitor } } } };

function visit(filename: string, run: (visitor: Visitor) => void): string[] {
  const messages: string[] = [];
  run(
    plugin.rules.border.create({
      filename,
      sourceCode: { getText: ({ text }) => text },
      report: ({ message }) => void messages.push(message),
    }),
  );
  return messages;
}

const checkExpression = (file: string, text: string) =>
  visit(file, ({ MemberExpression }) => MemberExpression({ text }));

test.each([
  ["apps/extension/src/features/runs/runText.ts", "Intl.DateTimeFormat"],
  ["apps/extension/src/popup/views/status/UntilForm.tsx", "at.toLocaleTimeString"],
  ["apps/extension/src/shared/timeText.ts", "new Date(at).toLocaleString"],
  ["apps/server/src/features/statements/csv.ts", "at.toLocaleDateString"],
  ["packages/ui/src/Table.tsx", "Intl.DateTimeFormat"],
])("%s may not write an instant by %s", (file, text) => {
  expect(checkExpression(file, text)).toMatchObject([expect.stringContaining("time.ts of the domain")]);
});

test.each(["packages/domain/src/core/time.ts", "packages/ui/src/When.tsx", "apps/extension/e2e/support/page.ts"])(
  "%s may",
  (file) => expect(checkExpression(file, "Intl.DateTimeFormat")).toEqual([]),
);

test("the extension declares no unit of time or money", () => {
  const declare = (file: string, name: string) =>
    visit(file, ({ VariableDeclarator }) => VariableDeclarator({ id: { name } }));
  expect(declare("apps/extension/src/features/runs/runText.ts", "MINUTE")).toHaveLength(1);
  expect(declare("apps/extension/src/features/balance/TopUpDialog.tsx", "MICROS_PER_CENT")).toHaveLength(1);
  expect(declare("apps/extension/src/popup/views/status/UntilForm.tsx", "HALF_HOUR")).toEqual([]);
  expect(declare("packages/domain/src/core/time.ts", "MINUTE")).toEqual([]);
});
