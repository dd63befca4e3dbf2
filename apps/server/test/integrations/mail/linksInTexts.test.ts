import { defuseLinks } from "@callboard/domain/mail/defuseLinks";
import fc from "fast-check";
import { LinkifyIt } from "linkify-it";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { openTestApp } from "../../support/kit.ts";
import { openMailServer } from "../../support/mailServer.ts";

/**
 * Finds links as eagerly as any mail program: every top-level domain, addresses without a scheme, bare IP addresses.
 */
const eager = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });
const TLDS = ["com", "net", "org", "io", "biz", "info", "ly", "zip", "рф", "中国", "xn--p1ai", "test"];
eager.tlds(TLDS, true);
for (const scheme of ["tel:", "sms:", "file:", "javascript:", "xmpp:"])
  eager.add(scheme, { validate: (text, at) => /^\S+/.exec(text.slice(at))?.[0].length ?? 0 });
const linksIn = (text: string): string[] => (eager.match(text) ?? []).map(({ url }) => url);

const BAIT = [
  "https://evil.com/claim?x=1",
  "http://127.0.0.1:80/a",
  "HTTP://EVIL.COM",
  "www.evil.com",
  "evil.com",
  "evil.com/path",
  "bit.ly/3xYz",
  "a.b.evil.io",
  "1.evil.com",
  "192.168.1.7/login",
  "me@evil.com",
  "mailto:me@evil.com",
  "tel:+19005550199",
  "file:///etc/passwd",
  "\\\\evil\\share",
  "//evil.com",
  "//localhost",
  "пример.рф",
  "例え.中国",
  "evil\uFF0Ecom",
  "evil。com",
  "ftp://evil.org.",
  "(evil.com)",
  "“evil.com”",
  "javascript:alert(1)",
];

test("this test's link finder sees a link in every example, except those that only other programs would take for one", () => {
  const unseen = BAIT.filter((bait) => linksIn(bait).length === 0);
  expect(unseen).toEqual(["\\\\evil\\share", "evil\uFF0Ecom", "evil。com"]);
});

test("text that people typed is no link in a mail, and stays readable", () => {
  for (const bait of BAIT) {
    const shown = defuseLinks(`Call ${bait} now`);
    expect(linksIn(shown.normalize("NFKC")), shown).toEqual([]);
    expect(shown.replaceAll(" ", "")).toBe(`Call${bait}now`);
    expect(defuseLinks(shown)).toBe(shown);
  }
});

test("amounts, times and harmless names are unchanged", () => {
  for (const text of [
    "$182.40",
    "−$0.01",
    "US$1,234.5678",
    "12:41",
    "9:05 AM",
    "Mason & Sons, Ltd.",
    "J. R. R.",
    "U.S.A.",
    "1–31 March 2026",
    "Visa 4242",
    "+1 512 555 0100, +1 512 555 0101",
    "Dr. Who",
  ])
    expect(defuseLinks(text)).toBe(text);
  expect(defuseLinks("Booking.com: Berlin")).toBe("Booking. com: Berlin");
});

test("no combination of names and other typed text is a link", () => {
  const part = fc.constantFrom(
    "evil",
    "www",
    "com",
    "рф",
    "io",
    ".",
    "。",
    "．",
    "/",
    "//",
    ":",
    "@",
    "http",
    "mailto",
    "1",
    "10",
    "-",
    "_",
    "\\",
    "(",
    "“",
    "é",
    " ",
    "a",
  );
  const text = fc.array(part, { minLength: 1, maxLength: 14 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (typed) => {
      const shown = defuseLinks(typed);
      expect(linksIn(shown)).toEqual([]);
      expect(linksIn(shown.normalize("NFKC"))).toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});

test("an invitation has only its own link, whatever account and people are called", async () => {
  const office = await openMailServer();
  const app = await openTestApp({ smtpUrl: office.url });
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { version, billTo, zone } = await dana.account.get();
  await dana.account.save({ version, name: "Win https://evil.com/a www.evil.io", zone, billTo, idleRule: null });
  await dana.access.rename({ name: "Bank evil.com me@evil.com" });
  await dana.access.invite({ email: "nora@example.com", name: "Nora", role: "agent" });
  await app.callerFor("harriet@callboard.demo", "harbor").agency.open({
    name: "evil.com/free",
    zone: "UTC",
    owner: { name: "O", email: "owner@example.com" },
  });
  const recipients = ["books@example.com"];
  await dana.statements.send({ first: "2026-03-01", last: "2026-03-10", recipients });
  await runDueJobs(app.services);
  expect(office.mails).toHaveLength(3);
  for (const { subject, text, html, attachments } of office.mails) {
    expect(linksIn(subject!)).toEqual([]);
    for (const { filename } of attachments) {
      expect(linksIn(filename!.replace(/\.pdf$/, ""))).toEqual([]);
      expect(filename).toMatch(/^Statement [^/\\:]+ 2026-03-01 2026-03-10\.pdf$/);
    }
    const own = linksIn(text!).map((url) => new URL(url).host);
    expect([...new Set(own)]).toEqual(["callboard.test"]);
    const anchors = [...String(html).matchAll(/href="([^"]*)"/g)].map(([, url]) => new URL(url!).host);
    expect([...new Set(anchors)]).toEqual(["callboard.test"]);
    const plainText = String(html)
      .replace(/<a[^>]*>.*?<\/a>/g, "")
      .replace(/<[^>]*>/g, " ");
    expect(linksIn(plainText)).toEqual([]);
  }
});
