import { NO_MEMBERSHIP } from "@callboard/domain/core/permissions";
import { PersonNameInput } from "@callboard/domain/access/schema";
import { emailSchema } from "@callboard/domain/core/fieldSchemas";
import { fail } from "@callboard/domain/core/failure";
import { badInput } from "../../rpc/badInput.ts";
import { addPerson, findPersonByEmail } from "../../auth/people.ts";
import { passwordHash } from "../../auth/secrets.ts";
import { commit } from "../../store/commit.ts";
import type { Services } from "../../services.ts";

/**
 * Creates a platform operator. Only a command on the server's own machine calls it. Throws `conflict` for a known
 * address.
 */
export async function createOperator(
  services: Services,
  who: { name: string; email: string; password: string },
): Promise<string> {
  const email = emailSchema.safeParse(who.email);
  const name = PersonNameInput.safeParse({ name: who.name });
  if (!email.success || !name.success) throw badInput(email.error ?? name.error)!;
  const password = await passwordHash(who.password);
  const { db, feed, now, newId } = services;
  const id = newId();
  const standing = { ...NO_MEMBERSHIP, operator: true };
  const scope = {
    db,
    feed,
    now: now(),
    newId,
    account: id,
    actor: { as: "job", id: "command" } as const,
    standing,
    reach: [],
  };
  await commit(scope, { known: findPersonByEmail(email.data) }, ({ known }) => {
    if (known.length > 0) fail("conflict", "access.emailTaken", {}, "email");
    return [addPerson(id, email.data, name.data.name, password, scope.now, 1)];
  });
  return id;
}
