import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import { enqueue } from "@callboard/domain/core/effect";
import { defuseLinks } from "@callboard/domain/mail/defuseLinks";
import { en } from "@callboard/domain/core/messages/en";
import { message, type Message, render } from "@callboard/domain/core/message";
import { DEFAULT_LANGUAGE } from "../../store/locale.ts";
import type { SecretLink } from "../../store/seals/secretLinks.ts";
import { stmt } from "../../store/database/port.ts";
import { defineRowEffect } from "../../store/rowEffects.ts";
import { digestOf } from "../../store/seals/digest.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";
import { findSecret, hideSecret } from "../../store/seals/linkSecrets.ts";

export interface MailDraft {
  /** The account whose administrators see it in the outbox; null for personal mails. */
  account: string | null;
  to: string;
  subject: Message;
  /** Use a function to embed another sentence, rendered in the same zone. */
  text: Message | ((render: (part: Message) => string) => Message);
  /** The zone of the recipient's times; it is named if the mail contains any. */
  zone?: string;
  /** The page to open. A secret in the link is stored encrypted, apart from the mail's text. */
  link: string;
  /** A code that opens the page as well, if the link is secret. */
  code?: string | undefined;
  /** A stored document to attach. */
  document?: string;
  /** For external recipients: the account that sends it, and the unsubscribe link. */
  unsubscribe?: { account: string; route: (mailId: string) => SecretLink } | undefined;
}

/** A row of `mails`. `outbox`: it is never sent, and the console shows it. `token`: the digest of the link's secret. */
type MailValues = {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  createdAt: number;
  state: "waiting" | "outbox";
  document: string | null;
  unsubscribe: string | null;
  secret: string | null;
  token: string | null;
};
const savedMail = defineRowEffect("keep mail", (owner: AccountOwner | null, mail: MailValues) =>
  stmt(
    "INSERT INTO mails (id, account, recipient, subject, text, html, created_at, state, document, unsubscribe, secret, token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    mail.id,
    owner?.account ?? null,
    mail.recipient,
    mail.subject,
    mail.text,
    mail.html,
    mail.createdAt,
    mail.state,
    mail.document,
    mail.unsubscribe,
    mail.secret,
    mail.token,
  ),
);
export const mailRowEffects = [savedMail];

/** Matches a message with a placeholder for a time. */
const TIME_VALUES = /:(?:time|moment|day)\}/;

/** The mail and the job that sends it, written together with the change it announces. */
export function mailEffects(services: Services, scope: Scope, mail: MailDraft): Effect[] {
  const { unsubscribe, zone = "UTC" } = mail;
  const locale = { zone, language: DEFAULT_LANGUAGE };
  let hasTimes = false;
  const renderPart = (part: Message): string => {
    hasTimes ||= TIME_VALUES.test(en[part.key]);
    return render(en, { ...part, values: removeLinks(part.values) }, locale);
  };
  const id = scope.newId();
  const subject = renderPart(mail.subject);
  const sentence = renderPart(typeof mail.text === "function" ? mail.text(renderPart) : mail.text);
  const footer = [
    ...(hasTimes ? [renderPart(message("mail.zone", { zone: zone.replaceAll("_", " ") }))] : []),
    renderPart(unsubscribe ? message("mail.unsubscribe", { account: unsubscribe.account }) : message("mail.foot")),
  ].join(" ");
  const unsubscribeLink = unsubscribe?.route(id);
  const codeLine = (code: string) => render(en, message("mail.code", { code }), locale);
  const codeLines = mail.code === undefined ? [] : [codeLine(mail.code)];
  const ending = unsubscribeLink ? `\n${unsubscribeLink.link}\n${codeLine(unsubscribeLink.code)}\n` : "\n";
  const text = `${[sentence, mail.link, ...codeLines, footer].join("\n\n")}${ending}`;
  const linkSecret = findSecret(mail.link);
  const secret = linkSecret ?? findSecret(unsubscribeLink?.link ?? "");
  const withoutSecret = (content: string) => hideSecret(content, secret, mail.code ?? unsubscribeLink?.code);
  return [
    savedMail.of(mail.account === null ? null : { account: mail.account }, {
      id,
      recipient: mail.to,
      subject,
      text: withoutSecret(text),
      html: withoutSecret(
        htmlOf({
          sentence,
          link: mail.link,
          codeLines,
          footer,
          unsubscribeLink: unsubscribeLink && { ...unsubscribeLink, code: codeLine(unsubscribeLink.code) },
        }),
      ),
      createdAt: scope.now,
      state: services.mailer.isConfigured ? "waiting" : "outbox",
      document: mail.document ?? null,
      unsubscribe: unsubscribeLink ? withoutSecret(unsubscribeLink.link) : null,
      secret: secret === null ? null : services.seal.encrypt(secret),
      token: linkSecret === null ? null : digestOf(linkSecret),
    }),
    ...(services.mailer.isConfigured ? [enqueue({ kind: "mail", key: id, dueAt: scope.now, data: { id } })] : []),
  ];
}

/** A mail's only links are its own: names never become links in subject, text or HTML, whatever they contain. */
const removeLinks = (values: Message["values"]): Message["values"] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? defuseLinks(value) : value]),
  );

interface MailContent {
  sentence: string;
  link: string;
  codeLines: readonly string[];
  footer: string;
  unsubscribeLink: SecretLink | undefined;
}

/** The mail as HTML: always in light colors, without images and scripts. */
function htmlOf({ sentence, link, codeLines, footer, unsubscribeLink }: MailContent): string {
  const unsubscribeHtml = unsubscribeLink
    ? `<br><a style="color:#5b6474" href="${escapeHtml(unsubscribeLink.link)}">Unsubscribe</a><br>${escapeHtml(unsubscribeLink.code)}`
    : "";
  const codeHtml = codeLines.map((line) => `<p>${escapeHtml(line)}</p>\n`).join("");
  return `<!doctype html><html lang="en"><head><meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"></head><body style="margin:0;padding:32px;background:#fff;color:#1c2330;font:15px/1.5 system-ui,sans-serif">
<p style="max-width:34rem">${escapeHtml(sentence)}</p>
<p style="overflow-wrap:anywhere"><a style="color:#2b54c8" href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>
${codeHtml}<p style="color:#5b6474;font-size:13px">${escapeHtml(footer)}${unsubscribeHtml}</p></body></html>`;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]!);
