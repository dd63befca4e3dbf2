import type { Effect } from "@callboard/domain/core/effect";
import { enqueue } from "@callboard/domain/core/effect";
import { defuseLinks } from "@callboard/domain/mail/defuseLinks";
import { en } from "@callboard/domain/core/messages/en";
import { message, type Phrase, render } from "@callboard/domain/core/message";
import { DEFAULT_LANGUAGE } from "../../store/locale.ts";
import type { SecretLink } from "../../store/seals/secretLinks.ts";
import { sqlEffect } from "../../store/sqlEffect.ts";
import { digestOf } from "../../store/seals/digest.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";
import { findSecret, hideSecret } from "../../store/seals/linkSecrets.ts";

export interface MailDraft {
  /** The account whose administrators see it in the outbox; null for personal mails. */
  account: string | null;
  to: string;
  subject: Phrase;
  /** A function may embed another rendered sentence, in the same zone. */
  text: Phrase | ((words: (said: Phrase) => string) => Phrase);
  /** The zone of the recipient's times; it is named if the mail contains any. */
  zone?: string;
  /** The page to open. The stored mail doesn't contain the secret. */
  link: string;
  /** A code that opens the page as well, if the link is secret. */
  code?: string | undefined;
  /** A stored document to attach. */
  paper?: string;
  /** For external recipients: the account that sends it, and the unsubscribe link. */
  leave?: { account: string; way: (mail: string) => SecretLink } | undefined;
}

const TIME_VALUES = /:(?:time|moment|day)\}/;

/** The mail and the job that sends it, written together with the change it announces. */
export function mailEffects(services: Services, scope: Scope, letter: MailDraft): Effect[] {
  const { leave, zone = "UTC" } = letter;
  const reader = { zone, locale: DEFAULT_LANGUAGE };
  let hasTimes = false;
  const words = (said: Phrase): string => {
    hasTimes ||= TIME_VALUES.test(en[said.key]);
    return render(en, { ...said, values: removeLinks(said.values) }, reader);
  };
  const id = scope.newId();
  const subject = words(letter.subject);
  const sentence = words(typeof letter.text === "function" ? letter.text(words) : letter.text);
  const foot = [
    ...(hasTimes ? [words(message("mail.zone", { zone: zone.replaceAll("_", " ") }))] : []),
    words(leave ? message("mail.leave", { account: leave.account }) : message("mail.foot")),
  ].join(" ");
  const away = leave?.way(id);
  const coded = (code: string) => render(en, message("mail.code", { code }), reader);
  const code = letter.code === undefined ? [] : [coded(letter.code)];
  const end = away ? `\n${away.link}\n${coded(away.code)}\n` : "\n";
  const text = `${[sentence, letter.link, ...code, foot].join("\n\n")}${end}`;
  const state = services.mailer.sends ? "waiting" : "outbox";
  const ofLink = findSecret(letter.link);
  const secret = ofLink ?? findSecret(away?.link ?? "");
  const hidden = (whole: string) => hideSecret(whole, secret, letter.code ?? away?.code);
  return [
    sqlEffect(
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
      secret === null ? null : services.seal.close(secret),
      ofLink === null ? null : digestOf(ofLink),
    ),
    ...(services.mailer.sends ? [enqueue({ kind: "mail", key: id, dueAt: scope.now, data: { id } })] : []),
  ];
}

/** A mail's only links are its own: names never become links in subject, text or HTML, whatever they contain. */
const removeLinks = (values: Phrase["values"]): Phrase["values"] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? defuseLinks(value) : value]),
  );

interface MailContent {
  sentence: string;
  link: string;
  code: readonly string[];
  foot: string;
  away: SecretLink | undefined;
}

/** Always light, and readable without images and scripts. */
function htmlOf({ sentence, link, code, foot, away }: MailContent): string {
  const way = away
    ? `<br><a style="color:#5b6474" href="${escapeHtml(away.link)}">Unsubscribe</a><br>${escapeHtml(away.code)}`
    : "";
  const below = code.map((one) => `<p>${escapeHtml(one)}</p>\n`).join("");
  return `<!doctype html><html lang="en"><head><meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"></head><body style="margin:0;padding:32px;background:#fff;color:#1c2330;font:15px/1.5 system-ui,sans-serif">
<p style="max-width:34rem">${escapeHtml(sentence)}</p>
<p style="overflow-wrap:anywhere"><a style="color:#2b54c8" href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>
${below}<p style="color:#5b6474;font-size:13px">${escapeHtml(foot)}${way}</p></body></html>`;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]!);
