import { fileName } from "../files/fileNames.ts";
import { revealSecret } from "../store/seals/linkSecrets.ts";
import { MailRejected } from "../integrations/mail/mailer.ts";
import type { Services } from "../services.ts";
import { type Row, stmt } from "../store/database/port.ts";
import { errorText } from "./queue.ts";

/** Sends a waiting mail. A permanent rejection ends it; other errors are retried until the last attempt. */
export async function sendMail(services: Services, { id }: { id: string }, last: boolean): Promise<void> {
  const [rows] = await services.db.read([
    stmt(
      `SELECT recipient, subject, text, html, state, unsubscribe, secret, documents.name AS file, documents.bytes AS bytes FROM mails
       LEFT JOIN documents ON documents.id = mails.document WHERE mails.id = ?`,
      id,
    ),
  ]);
  const row = rows![0] as Row;
  // Already sent, or stopped because its recipient has left.
  if (row.state !== "waiting") return;
  const setState = (state: string, error: string | null) =>
    services.db.write({
      reads: [],
      decide: () => ({
        writes: [
          stmt("UPDATE mails SET state = ?, sent_at = ?, error = ? WHERE id = ?", state, services.now(), error, id),
        ],
        answer: null,
      }),
    });
  try {
    const { recipient: to, subject, unsubscribe, secret, file, bytes } = row;
    const reveal = (text: string) => revealSecret(services.seal, text, secret);
    await services.mailer.send({
      to,
      subject,
      text: reveal(row.text),
      html: reveal(row.html),
      ...(unsubscribe === null ? {} : { list: { unsubscribe: reveal(unsubscribe) } }),
      ...(file === null ? {} : { attachments: [attachmentOf(file, bytes)] }),
    });
  } catch (error) {
    await setState(last || error instanceof MailRejected ? "failed" : "waiting", errorText(error as Error));
    throw error;
  }
  await setState("sent", null);
}

/** Old documents get today's file names. */
const attachmentOf = (file: string, bytes: Uint8Array) => ({
  filename: fileName(file),
  content: Buffer.from(bytes),
  contentType: "application/pdf",
});
