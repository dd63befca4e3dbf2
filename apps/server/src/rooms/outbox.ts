import { type Row, stmt } from "../db.ts";
import { open, operators, router } from "../trpc.ts";
import type { World } from "../world.ts";

const COLUMNS = "id, recipient, subject, text, created_at, state, error";
const MOST = 100;

/** Mails, the newest first: how to read them where no mail server is set. */
export const outbox = router({
  /** What was sent on behalf of the account. */
  list: open("manage the account").query(async ({ ctx }) => {
    const mails = stmt(
      `SELECT ${COLUMNS} FROM mails WHERE account = ? ORDER BY created_at DESC, id DESC LIMIT ${MOST}`,
      ctx.scope.account,
    );
    const [found] = await ctx.world.db.read([mails]);
    return { sends: ctx.world.mailer.sends, mails: found!.map((row) => mailOf(row, ctx.world)) };
  }),

  /** People's own mails, such as the way to a new password: nobody's account, so the operator's to see. */
  platform: operators.query(async ({ ctx }) => {
    const mails = stmt(
      `SELECT ${COLUMNS} FROM mails WHERE account IS NULL ORDER BY created_at DESC, id DESC LIMIT ${MOST}`,
    );
    const [found] = await ctx.world.db.read([mails]);
    return { sends: ctx.world.mailer.sends, mails: found!.map((row) => mailOf(row, ctx.world)) };
  }),
});

/** Where mails really go out, a link is its reader's alone: here it is blotted out. */
const mailOf = (row: Row, { mailer }: World) => ({
  id: row.id as string,
  to: row.recipient as string,
  subject: row.subject as string,
  text: mailer.sends ? String(row.text).replace(/cbt_[\w-]+/g, "…") : (row.text as string),
  createdAt: Number(row.created_at),
  state: row.state as "outbox" | "waiting" | "sent" | "failed",
  error: row.error as string | null,
});
