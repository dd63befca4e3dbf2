import type { Env } from "../../env.ts";
import type { Database } from "../../store/database/port.ts";
import type { PhonePlatform } from "./port.ts";
import { SandboxCarrier } from "./sandbox/sandbox.ts";
import { TwilioPlatform } from "./twilio/twilio.ts";

export type CarrierSettings = Pick<
  Env,
  "TWILIO_ACCOUNT_SID" | "TWILIO_AUTH_TOKEN" | "TWILIO_API_URL" | "TWILIO_SIP_DOMAIN"
>;

/** The phone platform: Twilio if its account is set, otherwise the sandbox. `wall`: real time, whatever a demo's clock says. */
export function chooseCarrier(
  {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: apiUrl,
    TWILIO_SIP_DOMAIN: sipDomain,
  }: CarrierSettings,
  { db, wall, publicUrl }: { db: Database; wall: () => number; publicUrl: string },
): PhonePlatform {
  if (accountSid === undefined || authToken === undefined) return new SandboxCarrier(db);
  return new TwilioPlatform({ accountSid, authToken, apiUrl, sipDomain, publicUrl, wall });
}
