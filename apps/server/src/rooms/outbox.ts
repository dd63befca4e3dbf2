import { stmt } from "../db.ts";
import { open, router } from "../trpc.ts";

/** Mails of the account, the newest first: how to read them where no mail server is set. */
export const outbox = router({
  list: open("manage the account").query(async ({ ctx }) => {
    const [found] = await ctx.world.db.read([
      stmt(
        "SELECT id, recipient, subject, text, created_at, state, sent_at, error FROM mails WHERE account = ? ORDER BY created_at DESC, id DESC LIMIT 100",
        ctx.scope.account,
      ),
    ]);
    return {
      sends: ctx.world.mailer.sends,
      mails: found!.map((row) => ({
        id: row.id as string,
        to: row.recipient as string,
        subject: row.subject as string,
        text: row.text as string,
        createdAt: Number(row.created_at),
        state: row.state as "outbox" | "waiting" | "sent" | "failed",
        error: row.error as string | null,
      })),
    };
  }),
});
