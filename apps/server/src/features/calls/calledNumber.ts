import { Failure } from "@callboard/domain/core/failure";
import { countryOfZone, parsePhoneNumber } from "@callboard/domain/numbers/phoneNumber";

/**
 * The called number in E.164; null if it isn't a number. Platforms nearly always write it so; anything else is parsed,
 * which takes longer.
 */
export function calledNumber(to: string, zone: string): string | null {
  if (/^\+[1-9]\d{6,14}$/.test(to)) return to;
  try {
    return parsePhoneNumber(to, countryOfZone(zone), "to");
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
