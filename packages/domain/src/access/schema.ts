import * as z from "zod/mini";
import { KEY_PERMISSIONS, METER_PERMISSION, ROLES } from "../core/permissions.ts";
import {
  codeText,
  emailSchema,
  factSchema,
  requiredText,
  idSchema,
  instantSchema,
  list,
  oneLine,
  sortableInstant,
  text,
} from "../core/fieldSchemas.ts";
import { limitState } from "../plans/limits.ts";
import { defineRecord } from "../core/record.ts";
import { formatFact } from "../core/fieldFormat.ts";
import { nameKey } from "../core/text/names.ts";

const role = z.enum(ROLES);

const memberSchema = z.strictObject({
  role,
  softphone: z.boolean(),
  /** Frozen: beyond the plan, they read what their role reads, take no calls and change nothing. */
  frozen: z.nullable(factSchema),
});
export type MemberData = z.infer<typeof memberSchema>;

export const memberKind = defineRecord({
  kind: "member",
  log: "history",
  area: "access",
  readBy: "area",
  shape: 2,
  schema: memberSchema,
  noun: "noun.member",
  title: (_data, id) => id,
  titleIs: "person",
  labels: { role: "label.role", softphone: "label.softphone", frozen: "label.frozen" },
  formats: { frozen: formatFact },
  concerns: { people: (_before, _after, id) => [id], fields: ["role", "softphone", "frozen"] },
  restore: { how: "refused", reason: "access.memberNotRestored" },
  // Finds the few administrators among many members, to notify them when something needs attention.
  indexes: {
    administers: ({ role }) => (role === "administrator" || role === "agency administrator" ? "yes" : null),
  },
  counts: { limited: limitState },
  upgrades: [(older: Omit<MemberData, "frozen">): MemberData => ({ ...older, frozen: null })],
});

const invitationSchema = z.strictObject({
  email: emailSchema,
  name: oneLine(80),
  role,
  softphone: z.boolean(),
  expiresAt: instantSchema,
  /**
   * The person responsible for it: it can't grant more than they may grant when it is accepted. Null: the creator, from
   * the log.
   */
  responsible: z.nullable(idSchema),
  /** The person who accepts becomes the account's owner; until then its creator is. */
  becomesOwner: z.boolean(),
});
export type InvitationData = z.infer<typeof invitationSchema>;

export const invitationKind = defineRecord({
  kind: "invitation",
  log: "history",
  area: "access",
  readBy: "area",
  shape: 3,
  schema: invitationSchema,
  noun: "noun.invitation",
  title: (data) => data.email,
  labels: {
    email: "label.email",
    name: "label.name",
    role: "label.role",
    softphone: "label.softphone",
    expiresAt: "label.expiresAt",
    responsible: "label.responsible",
    becomesOwner: "label.becomesOwner",
  },
  formats: { expiresAt: "instant", responsible: "person" },
  restore: { how: "refused", reason: "access.invitationNotRestored" },
  unique: {
    email: { within: "account", value: (data) => data.email, takenMessage: "access.invitedAlready", field: "email" },
  },
  indexes: { expires: ({ expiresAt }) => sortableInstant(expiresAt) },
  upgrades: [
    (older: Omit<InvitationData, "responsible" | "becomesOwner">): Omit<InvitationData, "becomesOwner"> => ({
      ...older,
      responsible: null,
    }),
    (older: Omit<InvitationData, "becomesOwner">): InvitationData => ({ ...older, becomesOwner: false }),
  ],
});

const apiKeySchema = z.strictObject({
  name: oneLine(64),
  permissions: list(z.enum([...KEY_PERMISSIONS, METER_PERMISSION]), 100),
  /** The first characters of the secret, by which people recognize the key. */
  prefix: text(100),
  revokedAt: z.nullable(instantSchema),
  /** The person responsible for it: it never does more than they may. Null: the creator, from the log. */
  responsible: z.nullable(idSchema),
});
export type ApiKeyData = z.infer<typeof apiKeySchema>;

export const apiKeyKind = defineRecord({
  kind: "apiKey",
  log: "history",
  area: "access",
  readBy: "area",
  shape: 2,
  schema: apiKeySchema,
  noun: "noun.apiKey",
  title: (data) => data.name,
  labels: {
    name: "label.name",
    permissions: "label.permissions",
    prefix: "label.prefix",
    revokedAt: "label.revokedAt",
    responsible: "label.responsible",
  },
  formats: { revokedAt: "instant", responsible: "person" },
  restore: { how: "refused", reason: "access.keyNotRestored" },
  unique: {
    name: {
      within: "account",
      value: (data) => (data.revokedAt === null ? nameKey(data.name) : null),
      takenMessage: "access.keyNameTaken",
      field: "name",
    },
  },
  upgrades: [(older: Omit<ApiKeyData, "responsible">): ApiKeyData => ({ ...older, responsible: null })],
});

export const PASSWORD_MIN = 10;
const password = text(200, "access.passwordLong").check(z.minLength(PASSWORD_MIN, "access.passwordShort"));
/** As typed: passwords are not trimmed. */
const typedPassword = text(200).check(z.minLength(1, "fields.required"));
const secret = requiredText(200);
const code = requiredText(100).check(z.regex(/^(\d{6}|[a-z0-9]{5}-[a-z0-9]{5})$/, "access.invalidCode"));

/** A token that the device created to be recognized by: 32 random bytes. */
const device = z.optional(codeText(100, /^cbd_[\da-f]{64}$/, "access.invalidDevice"));

export const SignInInput = z.object({
  email: emailSchema,
  password: typedPassword,
  code: z.optional(code),
  device,
});
export const InviteInput = z.object({
  email: emailSchema,
  name: oneLine(80),
  role,
  softphone: z._default(z.boolean(), false),
});
/** The secret of a mailed link, or the code of its mail. */
export const LinkTokenInput = z.object({ token: secret });
export const AcceptInvitationInput = z.object({ token: secret, name: z.optional(oneLine(80)), password, device });
const idsToKeep = z._default(list(idSchema, 1000), []);
/** The items of a leaving person that stay: keys and invitations under a new owner, and their address on schedules. */
const handover = z._default(z.object({ keys: idsToKeep, invitations: idsToKeep, schedules: idsToKeep }), {
  keys: [],
  invitations: [],
  schedules: [],
});
export type HandoverSelection = z.output<typeof handover>;
export const MemberInput = z.object({
  person: idSchema,
  version: z.int(),
  role,
  softphone: z.boolean(),
  keep: handover,
});
export const RemoveMemberInput = z.object({ person: idSchema, keep: handover });
/** `role`: their future role; null if they leave. */
export const HandoverInput = z.object({ person: idSchema, role: z._default(z.nullable(role), null) });
export const InvitationInput = z.object({ id: idSchema });
export const RequestPasswordResetInput = z.object({ email: emailSchema });
export const ResetPasswordInput = z.object({ token: secret, password, device });
export const ChangePasswordInput = z.object({ current: typedPassword, next: password });
export const TotpCodeInput = z.object({ code });
export const ConfirmPasswordInput = z.object({ password: typedPassword });
export const CreateKeyInput = z.object({
  name: oneLine(64),
  permissions: list(z.enum(KEY_PERMISSIONS), 100, 1, "access.keyNeedsPermission"),
});
export const CreateMeterKeyInput = z.object({ account: idSchema, name: oneLine(64) });
export const MeterKeyInput = z.object({ account: idSchema, id: idSchema });
export const KeyInput = z.object({ id: idSchema });
export const SessionInput = z.object({ id: idSchema });
export const PersonNameInput = z.object({ name: oneLine(80) });
