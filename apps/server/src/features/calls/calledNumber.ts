import { countryOfZone, parsePhoneNumber } from "@callboard/domain/numbers/phoneNumber";

/** The called number in E.164. Platforms nearly always write it so; anything else is parsed, which takes longer. */
export const calledNumber = (to: string, zone: string): string =>
  /^\+[1-9]\d{6,14}$/.test(to) ? to : parsePhoneNumber(to, countryOfZone(zone), "to");
