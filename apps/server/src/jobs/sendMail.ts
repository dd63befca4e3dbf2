import { fileName } from "../files/fileNames.ts";
import { revealSecret } from "../store/seals/linkSecrets.ts";
import { MailRefused } from "../integrations/mail/mailer.ts";
import type { Services } from "../services.ts";
import { type Row, stmt } from "../store/database/port.ts";
import { errorText } from "./queue.ts";

/** Sends a waiting mail. A permanent rejection ends it; other errors are retried until the last attempt. */
export async function sendMail(services: Services, { id }: { id: string }, last: boolean): Promise<void> {
  const [rows] = await services.db.read([
    stmt(
      `SELECT recipient, subject, text, html, state, leave, secret, papers.name AS file, papers.bytes AS bytes FROM mails
       LEFT JOIN papers ON papers.id = mails.paper WHERE mails.id = ?`,
      id,
    ),
  ]);
  const row = rows![0] as Row;
  // Already sent, or stopped because its recipient has left.
  if (row.state !== "waiting") return;
  const mark = (state: string, error: string | null) =>
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
    const { recipient: to, subject, leave, secret, file, bytes } = row;
    const whole = (text: string) => revealSecret(services.seal, text, secret);
    await services.mailer.send({
      to,
      subject,
      text: whole(row.text),
      html: whole(row.html),
      ...(leave === null ? {} : { list: { unsubscribe: whole(leave) } }),
      ...(file === null ? {} : { attachments: [attachmentOf(file, bytes)] }),
    });
  } catch (error) {
    await mark(last || error instanceof MailRefused ? "failed" : "waiting", errorText(error as Error));
    throw error;
  }
  await mark("sent", null);
}

/** Old documents get the present naming scheme. */
const attachmentOf = (file: string, bytes: string | null) => ({
  filename: fileName(file),
  content: Buffer.from(bytes ?? "", "base64"),
  contentType: "application/pdf",
});
