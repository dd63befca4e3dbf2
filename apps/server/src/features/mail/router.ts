import { latestMailsStmt } from "./reads.ts";
import { type Row } from "../../store/database/port.ts";
import { hideFromOthers, revealSecret } from "../../store/seals/linkSecrets.ts";
import type { Seal } from "../../store/seals/seal.ts";
import { accountProcedure, operatorProcedure, router } from "../../rpc/procedures.ts";

/** Mails, the newest first: how to read them if no mail server is configured. */
export const mail = router({
  list: accountProcedure("manage the account").query(async ({ ctx }) => {
    const [rows] = await ctx.services.db.read([latestMailsStmt(ctx.scope.account)]);
    const { demo, mailer, seal } = ctx.services;
    return {
      sendsMail: mailer.isConfigured,
      mails: rows!.map((row) => mailView(row, !mailer.isConfigured && demo ? seal : null)),
    };
  }),

  /** Mails to people themselves, such as password resets: they belong to no account, so only the operator sees them. */
  platform: operatorProcedure.query(async ({ ctx }) => {
    const [rows] = await ctx.services.db.read([latestMailsStmt(null)]);
    const { mailer, seal } = ctx.services;
    return {
      sends: mailer.isConfigured,
      mails: rows!.map((row) => mailView(row, mailer.isConfigured ? null : seal)),
    };
  }),
});

/**
 * A link is only for the recipient. Administrators see it only in a demo, the operator only if no mail server is
 * configured.
 */
const mailView = (row: Row, seal: Seal | null) => ({
  id: row.id as string,
  to: row.recipient as string,
  subject: row.subject as string,
  text: hideFromOthers(seal === null ? row.text : revealSecret(seal, row.text, row.secret)),
  createdAt: Number(row.created_at),
  state: row.state as "outbox" | "waiting" | "sent" | "failed",
  error: row.error as string | null,
  attached: row.document === null ? null : { id: row.document as string, name: row.document_name as string },
});
