import { NO_STANDING } from "@callboard/domain/access";
import { PersonName } from "@callboard/domain/access.schema";
import { emailSchema } from "@callboard/domain/fields.schema";
import { refuse } from "@callboard/domain/failure";
import { badInput } from "./bad-input.ts";
import { addPerson, personByEmail } from "./rooms/access/people.ts";
import { passwordHash } from "./rooms/access/secrets.ts";
import { commit } from "./store.ts";
import type { World } from "./world.ts";

/** Makes a platform operator: only a command on the server's own machine can. Throws `conflict` for a known address. */
export async function makeOperator(
  world: World,
  who: { name: string; email: string; password: string },
): Promise<string> {
  const email = emailSchema.safeParse(who.email);
  const name = PersonName.safeParse({ name: who.name });
  if (!email.success || !name.success) throw badInput(email.error ?? name.error)!;
  const password = await passwordHash(who.password);
  const { db, feed, now, newId } = world;
  const id = newId();
  const standing = { ...NO_STANDING, operator: true };
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
  await commit(scope, { known: personByEmail(email.data) }, ({ known }) => {
    if (known.length > 0) refuse("conflict", "access.emailTaken", {}, "email");
    return [addPerson(id, email.data, name.data.name, password, scope.now, 1)];
  });
  return id;
}
