import type { Effect, PersonOwner } from "@callboard/domain/core/effect";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { single, stmt } from "../store/database/port.ts";
import type { Services } from "../services.ts";
import type { ThrottleKey } from "./throttle.ts";
import { defineRowEffect } from "../store/rowEffects.ts";
import { digestOf } from "../store/seals/digest.ts";

/** How long a device is remembered after the last sign-in. */
const KNOWN_MS = 400 * DAY;
const DEVICES_MAX = 50;

interface SignInAttempt {
  email: string;
  /** The caller's network address, in the form under which attempts are counted. */
  from: string;
  /** A secret that the device created, kept when somebody signs out. */
  device: string | undefined;
}

/**
 * The keys that a sign-in attempt counts under. A device on which this person has signed in before has a count of its
 * own, so strangers' attempts never lock it out.
 */
export async function signInAttemptKeys(
  { db }: Services,
  { email, from, device }: SignInAttempt,
  now: Instant,
): Promise<ThrottleKey[]> {
  if (device !== undefined) {
    const digest = digestOf(device);
    const [knownDevices] = await db.read([
      single(
        "SELECT 1 FROM people p JOIN devices d ON d.person = p.id AND d.digest = ? WHERE p.email = ? AND d.expires_at > ?",
        digest,
        email,
        now,
      ),
    ]);
    if (knownDevices!.length > 0) return [["device", `${digest} ${email}`]];
  }
  return [
    ["person at address", `${from} ${email}`],
    ["person", email],
    ["address", from],
  ];
}

const rememberEffect = defineRowEffect(
  "remember device",
  ({ person }: PersonOwner, { digest, now }: { digest: string; now: Instant }) =>
    stmt(
      `INSERT INTO devices (person, digest, seen_at, expires_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (person, digest) DO UPDATE SET seen_at = ?3, expires_at = ?4`,
      person,
      digest,
      now,
      now + KNOWN_MS,
    ),
);
const forgetEffect = defineRowEffect("forget old devices", ({ person }: PersonOwner) =>
  stmt(
    `DELETE FROM devices WHERE person = ?1 AND digest NOT IN
     (SELECT digest FROM devices WHERE person = ?1 ORDER BY seen_at DESC, digest LIMIT ${DEVICES_MAX})`,
    person,
  ),
);
export const deviceEffects = [rememberEffect, forgetEffect];

/** Remembers the device for this person; only the most recent devices are kept. */
export function rememberDevice(person: string, device: string | undefined, now: Instant): Effect[] {
  if (device === undefined) return [];
  return [rememberEffect.of({ person }, { digest: digestOf(device), now }), forgetEffect.of({ person }, {})];
}
