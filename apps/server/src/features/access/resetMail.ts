import { type Effect, enqueue } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { addToken, findPersonByEmail } from "../../auth/people.ts";
import { RESET_MS } from "@callboard/domain/access/linkLifetimes";
import { newSecret } from "../../auth/secrets.ts";
import { systemScope } from "../../store/systemScope.ts";
import { commit } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { mailEffects } from "../../integrations/mail/composeMail.ts";
import { secretLink } from "../../store/seals/secretLinks.ts";

interface ResetMailJob {
  email: string;
}

/** The job looks the address up later, so that the call takes equally long whether or not it exists. */
export const enqueueResetMail = (id: string, email: string, now: number): Effect =>
  enqueue({ kind: "reset", key: id, dueAt: now, data: { email } satisfies ResetMailJob });

/** Mails the link if somebody has the address. */
export async function sendResetMail(services: Services, { email }: ResetMailJob): Promise<void> {
  const secret = newSecret("cbt");
  const scope = systemScope(services, "", { as: "job", id: "resets" });
  await commit(scope, { person: findPersonByEmail(email) }, ({ person: [person] }, { now, newId }) => {
    if (!person) return [];
    const ref = newId();
    const mail = {
      account: null,
      to: person.email,
      subject: message("mail.resetSubject"),
      text: message("mail.resetText"),
      ...secretLink(services, "reset", ref, secret),
    };
    const token = addToken({ secret, ref }, "reset", null, person.id, now + RESET_MS);
    return [token, ...mailEffects(services, scope, mail)];
  });
}
