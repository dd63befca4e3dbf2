import { type Effect, later } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import { addToken, personByEmail, RESET_MS } from "../rooms/access/people.ts";
import { newSecret } from "../rooms/access/secrets.ts";
import { scopeIn } from "../runs/scope.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";
import { letterEffects } from "./letters.ts";
import { secretLink } from "./links.ts";

interface ResetJob {
  email: string;
}

/** Whether anybody has this address is found out later: the call that asks does the same for each, and takes as long. */
export const resetLater = (id: string, email: string, now: number): Effect =>
  later({ kind: "reset", key: id, dueAt: now, data: { email } satisfies ResetJob });

/** Mails the link to whoever has the address, and nobody else. */
export async function sendReset(world: World, { email }: ResetJob): Promise<void> {
  const secret = newSecret("cbt");
  const scope = scopeIn(world, "", { as: "job", id: "resets" });
  await commit(scope, { person: personByEmail(email) }, ({ person: [person] }, { now, newId }) => {
    if (!person) return [];
    const ref = newId();
    const letter = {
      account: null,
      to: person.email,
      subject: phrase("mail.resetSubject"),
      text: phrase("mail.resetText"),
      ...secretLink(world, "reset", ref, secret),
    };
    const token = addToken({ secret, ref }, "reset", null, person.id, now + RESET_MS);
    return [token, ...letterEffects(world, scope, letter)];
  });
}
