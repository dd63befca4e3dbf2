import type { Effect } from "@callboard/domain/decision";
import { later } from "@callboard/domain/decision";
import { withoutLinks } from "@callboard/domain/mailText";
import { en } from "@callboard/domain/messages/en";
import { phrase, type Phrase, render } from "@callboard/domain/phrase";
import { LANGUAGE } from "../locale.ts";
import type { SecretLink } from "./links.ts";
import { accessWrite } from "../rooms/access/people.ts";
import { digestOf } from "../rooms/access/secrets.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { secretIn, withoutSecret } from "./linkSecrets.ts";

export interface Letter {
  /** The account it belongs to: its administrators see it in the outbox. None for a person's own matters. */
  account: string | null;
  to: string;
  subject: Phrase;
  /** With `words` it puts into its sentence what is a sentence by itself, in the same zone. */
  text: Phrase | ((words: (said: Phrase) => string) => Phrase);
  /** In which zone its reader reads times; it is named where there are any. */
  zone?: string;
  /** The page to open. The kept mail is without its secret. */
  link: string;
  /** What opens the page as well, where the link is a secret one. */
  code?: string | undefined;
  /** A kept paper that goes with it. */
  paper?: string;
  /** For readers from outside: who sends it to them, and where they say that they want no more. */
  leave?: { account: string; way: (mail: string) => SecretLink } | undefined;
}

const TIMES = /:(?:time|moment|day)\}/;

/** The mail and the job that sends it, written with the change that it tells of. */
export function letterEffects(world: World, scope: Scope, letter: Letter): Effect[] {
  const { leave, zone = "UTC" } = letter;
  const reader = { zone, locale: LANGUAGE };
  let hasTimes = false;
  const words = (said: Phrase): string => {
    hasTimes ||= TIMES.test(en[said.key]);
    return render(en, { ...said, values: plain(said.values) }, reader);
  };
  const id = scope.newId();
  const subject = words(letter.subject);
  const sentence = words(typeof letter.text === "function" ? letter.text(words) : letter.text);
  const foot = [
    ...(hasTimes ? [words(phrase("mail.zone", { zone: zone.replaceAll("_", " ") }))] : []),
    words(leave ? phrase("mail.leave", { account: leave.account }) : phrase("mail.foot")),
  ].join(" ");
  const away = leave?.way(id);
  const coded = (code: string) => render(en, phrase("mail.code", { code }), reader);
  const code = letter.code === undefined ? [] : [coded(letter.code)];
  const end = away ? `\n${away.link}\n${coded(away.code)}\n` : "\n";
  const text = `${[sentence, letter.link, ...code, foot].join("\n\n")}${end}`;
  const state = world.mailer.sends ? "waiting" : "outbox";
  const ofLink = secretIn(letter.link);
  const secret = ofLink ?? secretIn(away?.link ?? "");
  const hidden = (whole: string) => withoutSecret(whole, secret, letter.code ?? away?.code);
  return [
    accessWrite(
      "INSERT INTO mails (id, account, recipient, subject, text, html, created_at, state, paper, leave, secret, token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      id,
      letter.account,
      letter.to,
      subject,
      hidden(text),
      hidden(htmlOf({ sentence, link: letter.link, code, foot, away: away && { ...away, code: coded(away.code) } })),
      scope.now,
      state,
      letter.paper ?? null,
      away ? hidden(away.link) : null,
      secret === null ? null : world.seal.close(secret),
      ofLink === null ? null : digestOf(ofLink),
    ),
    ...(world.mailer.sends ? [later({ kind: "mail", key: id, dueAt: scope.now, data: { id } })] : []),
  ];
}

/** The only links of a mail are its own: a name is none, whatever its signs, in subject, text and page alike. */
const plain = (values: Phrase["values"]): Phrase["values"] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? withoutLinks(value) : value]),
  );

interface Shown {
  sentence: string;
  link: string;
  code: readonly string[];
  foot: string;
  away: SecretLink | undefined;
}

/** Always light, and readable where pictures and scripts are off. */
function htmlOf({ sentence, link, code, foot, away }: Shown): string {
  const way = away
    ? `<br><a style="color:#5b6474" href="${escaped(away.link)}">Unsubscribe</a><br>${escaped(away.code)}`
    : "";
  const below = code.map((one) => `<p>${escaped(one)}</p>\n`).join("");
  return `<!doctype html><html lang="en"><head><meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"></head><body style="margin:0;padding:32px;background:#fff;color:#1c2330;font:15px/1.5 system-ui,sans-serif">
<p style="max-width:34rem">${escaped(sentence)}</p>
<p style="overflow-wrap:anywhere"><a style="color:#2b54c8" href="${escaped(link)}">${escaped(link)}</a></p>
${below}<p style="color:#5b6474;font-size:13px">${escaped(foot)}${way}</p></body></html>`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]!);
