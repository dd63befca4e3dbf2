import { normalizeMailAddress } from "@callboard/domain/core/text/mailAddress";
import { createTransport } from "nodemailer";

interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** What mail programs offer as the way off a list. */
  list?: { unsubscribe: string };
  /** A file that goes with it. */
  attachments?: { filename: string; content: Buffer; contentType: string }[];
}

/** The way out for mails. Without a server they stay in the outbox, which the console shows. */
export interface Mailer {
  readonly sends: boolean;
  /** Throws where the server refused or could not be reached; `refused` says that trying again is in vain. */
  send(message: OutgoingMail): Promise<void>;
  close(): void;
}

export class MailRefused extends Error {}

const PERMANENT_ERROR = 500;

export function createMailer(smtpUrl: string | undefined, from: string): Mailer {
  if (!smtpUrl) return { sends: false, send: async () => {}, close: () => {} };
  const transport = createTransport({ url: smtpUrl, pool: true } as never);
  return {
    sends: true,
    async send(message) {
      // What was counted and compared is what it is sent to: nothing reads an address once more.
      if (normalizeMailAddress(message.to) !== message.to) throw new MailRefused("this is no mail address");
      try {
        await transport.sendMail({ from, ...message, to: { name: "", address: message.to } });
      } catch (error) {
        const { responseCode, message: why } = error as { responseCode?: number; message: string };
        if (responseCode !== undefined && responseCode >= PERMANENT_ERROR) throw new MailRefused(why);
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
