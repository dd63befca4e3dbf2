import { normalizeMailAddress } from "@callboard/domain/core/text/mailAddress";
import { createTransport } from "nodemailer";

interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The unsubscribe address for mail programs. */
  list?: { unsubscribe: string };
  /** Attached files. */
  attachments?: { filename: string; content: Buffer; contentType: string }[];
}

/** The port for outgoing mail. Without a mail server, mails stay in the outbox, which the console shows. */
export interface Mailer {
  readonly isConfigured: boolean;
  /** Throws if the server rejected it or could not be reached; `MailRejected` means that retrying is pointless. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

/** The server will never accept this mail. */
export class MailRejected extends Error {}

/** SMTP codes from here on are permanent; those from 400 are temporary. */
const PERMANENT_ERROR = 500;

export function createMailer(smtpUrl: string | undefined, from: string): Mailer {
  if (!smtpUrl) return { isConfigured: false, send: async () => {}, close: () => {} };
  const transport = createTransport({ url: smtpUrl, pool: true } as never);
  return {
    isConfigured: true,
    async send(mail) {
      // Only the normalized address that the send limits counted, as an object so that nodemailer doesn't parse it
      // again.
      if (normalizeMailAddress(mail.to) !== mail.to) throw new MailRejected("this is no mail address");
      try {
        await transport.sendMail({ from, ...mail, to: { name: "", address: mail.to } });
      } catch (error) {
        const { responseCode, message: reason } = error as { responseCode?: number; message: string };
        if (responseCode !== undefined && responseCode >= PERMANENT_ERROR) throw new MailRejected(reason);
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
