import { openAccount, type AccountOpening } from "@callboard/domain/account/rules";
import { create, type Decision, decision } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { mailEffects } from "../integrations/mail/composeMail.ts";
import { type SecretLink, secretLink } from "../store/seals/secretLinks.ts";
import { checkInvitations, countSends, type SendCounts } from "../integrations/mail/sendLimits.ts";
import type { Scope } from "../store/scope.ts";
import type { Services } from "../services.ts";
import { addPerson, addToken, type PersonRow } from "./people.ts";
import { INVITATION_MS } from "@callboard/domain/access/linkLifetimes";
import { newSecret } from "./secrets.ts";

interface FirstAdministrator {
  name: string;
  email: string;
  softphone: boolean;
}

type OpeningDetails = Omit<AccountOpening, "id" | "owner" | "ownerHasSoftphone">;

/** Who opens it. `forAccount`: the account or person that sends the mail; `sendCounts`: what they have sent so far. */
interface OpeningSource {
  sendCounts: SendCounts;
  forAccount: string;
}

interface OpenedAccount {
  id: string;
  owner: string;
}

/**
 * Opens an account with its first administrator: a new person gets an invitation mail; somebody with a login already
 * (`known`) just sees the account.
 */
export function openWithOwner(
  services: Services,
  scope: Scope,
  opening: OpeningDetails,
  administrator: FirstAdministrator,
  { known, sendCounts, forAccount }: OpeningSource & { known: PersonRow | undefined },
): Decision<OpenedAccount> {
  const id = scope.account;
  const owner = known?.id ?? scope.newId();
  const effects = openAccount(
    { ...opening, id, owner, ownerHasSoftphone: administrator.softphone },
    scope.actor,
    scope.now,
  );
  if (known) return decision(effects, { id, owner });
  checkInvitations(sendCounts, services.throttle.sendLimits);
  const token = { secret: newSecret("cbt"), ref: scope.newId() };
  const access = [
    addPerson(owner, administrator.email, administrator.name, null, scope.now),
    addToken(token, "reset", null, owner, scope.now + INVITATION_MS),
  ];
  const sends = countSends(scope, "invitation", owner, 1, forAccount);
  const mail = mailEffects(
    services,
    scope,
    invitationMail(opening.name, administrator, secretLink(services, "reset", token.ref, token.secret)),
  );
  return decision([...effects, ...access, ...sends, ...mail], { id, owner });
}

/**
 * Opens an account that its creator owns until the first administrator has accepted the invitation, whether or not they
 * have a login.
 */
export function openAndInvite(
  services: Services,
  scope: Scope,
  opening: OpeningDetails,
  administrator: FirstAdministrator,
  { sendCounts, forAccount }: OpeningSource,
): Decision<OpenedAccount> {
  const id = scope.account;
  const owner = scope.actor.id;
  checkInvitations(sendCounts, services.throttle.sendLimits);
  const token = { secret: newSecret("cbt"), ref: scope.newId() };
  const invitation = scope.newId();
  const expiresAt = scope.now + INVITATION_MS;
  const role = "administrator" as const;
  const { email } = administrator;
  const effects = [
    ...openAccount({ ...opening, id, owner, ownerHasSoftphone: null }, scope.actor, scope.now),
    create(
      id,
      "invitation",
      invitation,
      { ...administrator, role, expiresAt, responsible: owner, becomesOwner: true },
      { action: message("access.didInvite", { email, role }) },
    ),
    addToken(token, "invite", id, invitation, expiresAt),
    ...countSends(scope, "invitation", invitation, 1, forAccount),
    ...mailEffects(
      services,
      scope,
      invitationMail(opening.name, administrator, secretLink(services, "join", token.ref, token.secret)),
    ),
  ];
  return decision(effects, { id, owner });
}

/** The address is the person's private data, so the mail appears in no account's outbox. */
function invitationMail(account: string, { email }: FirstAdministrator, link: SecretLink) {
  const values = { who: "Callboard", account };
  return {
    account: null,
    to: email,
    subject: message("mail.inviteSubject", values),
    text: message("mail.inviteText", { ...values, role: "administrator" }),
    ...link,
  };
}
