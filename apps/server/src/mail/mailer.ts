import { createTransport } from "nodemailer";

export interface Message {
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
  send(message: Message): Promise<void>;
  close(): void;
}

export class MailRefused extends Error {}

const PERMANENT = 500;

export function mailerOf(smtpUrl: string | undefined, from: string): Mailer {
  if (!smtpUrl) return { sends: false, send: async () => {}, close: () => {} };
  const transport = createTransport({ url: smtpUrl, pool: true } as never);
  return {
    sends: true,
    async send(message) {
      try {
        await transport.sendMail({ from, ...message });
      } catch (error) {
        const { responseCode, message: why } = error as { responseCode?: number; message: string };
        if (responseCode !== undefined && responseCode >= PERMANENT) throw new MailRefused(why);
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
