import fc from "fast-check";
import { expect, test } from "vitest";
import { emailSchema } from "../../../src/core/fieldSchemas.ts";
import { normalizeMailAddress } from "../../../src/core/text/mailAddress.ts";

test.each([
  ["Dana@Example.COM", "dana@example.com"],
  ["  dana@example.com ", "dana@example.com"],
  ["ｄａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "dana@example.com"],
  ["dana@example.com.", "dana@example.com"],
  ["dana@exam\u00adple.com", null],
  ["JÜRGEN@Müller.de", "jürgen@xn--mller-kva.de"],
  ["ju\u0308rgen@MU\u0308LLER.DE", "jürgen@xn--mller-kva.de"],
  ["jürgen@xn--mller-kva.de", "jürgen@xn--mller-kva.de"],
  ["用户@例子.公司", "用户@xn--fsqu00a.xn--55qx5d"],
  ["o'brien+tag@mail.example.co.uk", "o'brien+tag@mail.example.co.uk"],
  ["a..b@docomo.ne.jp", "a..b@docomo.ne.jp"],
  ["{a}|b/c=d?e@x-y.example", "{a}|b/c=d?e@x-y.example"],
] as const)("%j is normalized to %j", (typed, address) => expect(normalizeMailAddress(typed)).toBe(address));

test.each([
  "victim@corp.example\u00001.z",
  "a@q.example\u0000b.cc",
  "a\u0000@b.cc",
  "a@b\u0085.cc",
  "a\u001b@b.cc",
  "a\u007f@b.cc",
  "a\u202e@b.cc",
  "a@b\u2066.cc",
  "a\u200b@b.cc",
  "a\u3164@b.cc",
  "a\u034f@b.cc",
  "a\ufe0f@b.cc",
  "a\ud800@b.cc",
  "a@b.cc\r\nBcc: x@y.zz",
  "a@b.cc, c@d.ee",
  "a@b.cc;c@d.ee",
  "a@@b.cc",
  "a@b@c.dd",
  "<a@b.cc>",
  '"a"@b.cc',
  "a (x)@b.cc",
  "a b@c.dd",
  "a:b@c.dd",
  "a@b",
  "a@.b.cc",
  "a@b..cc",
  "a@-b.cc",
  "a@b-.cc",
  "a@b.c",
  "a@127.0.0.1",
  "a@0x7f.1",
  "a@[::1]",
  "a@b_c.dd",
  "a@exa%6dple.com",
  "a@b.cc/x",
  ".a@b.cc",
  "a.@b.cc",
  "@b.cc",
  "a@",
  "",
  `${"a".repeat(65)}@b.cc`,
  `a@${"b".repeat(64)}.cc`,
  `a@${"b.".repeat(126)}cc`,
])("%j is not an address", (typed) => {
  expect(normalizeMailAddress(typed)).toBeNull();
  expect(emailSchema.safeParse(typed).success).toBe(false);
});

test("every address normalizes to itself, and contains nothing that a mail program would read as anything else", () => {
  const sign = fc.constantFrom(..."abz09.@-_+'\"<>(),:;\\[] \t\u0000\u0085\u00ad\u200b\u202e\u3164ＡÜß例＠．%/!");
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 12 }), fc.string({ unit: sign, maxLength: 12 }), (a, b) => {
      const address = normalizeMailAddress(`${a}@${b}`);
      if (address === null) return;
      expect(normalizeMailAddress(address)).toBe(address);
      expect(address).toMatch(/^[^\s\p{C}"<>(),:;\\[\]@]+@[a-z0-9.-]+$/u);
      expect(emailSchema.parse(`${a}@${b}`)).toBe(address);
    }),
    { numRuns: 5000 },
  );
});
