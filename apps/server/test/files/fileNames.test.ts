import fc from "fast-check";
import { LinkifyIt } from "linkify-it";
import { expect, test } from "vitest";
import { attachment, fileName } from "../../src/files/fileNames.ts";

const eager = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });

test.each([
  ["Statement Northwind 2026-03-01 2026-03-31.pdf", "Statement Northwind 2026-03-01 2026-03-31.pdf"],
  ["Numbers Mason & Sons, Ltd. 2026-03-01.csv", "Numbers Mason & Sons, Ltd. 2026-03-01.csv"],
  ["Pay at evil.com or https://evil.com/x.pdf", "Pay at evil. com or https evil. com x.pdf"],
  ["../../etc/passwd.csv", "etc passwd.csv"],
  ["C:\\windows\\x.zip", "C windows x.zip"],
  ["a\0b\r\nset-cookie\u202e: x.csv", "a\uFFFDb set-cookie x.csv"],
  ["Zoë 公司.csv", "Zoë 公司.csv"],
  ["....csv", "File.csv"],
  ["\u200b", "File"],
])("a file name made from %j", (text, expected) => {
  expect(fileName(text)).toBe(expected);
});

test("whatever is typed, the name contains no link, folder or invisible character, and naming it again changes nothing", () => {
  const part = fc.constantFrom(
    "evil",
    ".",
    "com",
    "/",
    "\\",
    ":",
    "@",
    "www",
    "https",
    "\n",
    "\u202e",
    "\ud800",
    " ",
    "公",
    "..",
    '"',
    "\u200b",
  );
  const texts = fc.oneof(
    fc.array(part, { maxLength: 30 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 300 }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const name = fileName(`${text}.pdf`);
      expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}\u202A-\u202E]+\.pdf$/u);
      expect(eager.match(name.replace(/\.pdf$/, "")) ?? []).toEqual([]);
      expect(fileName(name)).toBe(name);
      expect(attachment(name)).toMatch(/^attachment; filename="[^"\\]*\.pdf"; filename\*=UTF-8''[\w%.~!-]+$/);
    }),
    { numRuns: 2000 },
  );
});
