import type { AvailableNumbersInput } from "@callboard/domain/numbers/orderSchema";
import { Failure } from "@callboard/domain/core/failure";
import { type Country, countryOf, isCountry, numberKindOf } from "@callboard/domain/numbers/phoneNumber";
import { sliceCode } from "@callboard/domain/core/text/text";
import type * as z from "zod/mini";
import type { NumberOffer, OfferQuery } from "./port.ts";
import type { Services } from "../../services.ts";

/** Searches the carrier's offers for an account in this country. Throws `busy` if the carrier doesn't answer. */
export async function searchCarrier(
  { carrier, log }: Services,
  home: Country,
  { country, kind, digits, limit }: z.infer<typeof AvailableNumbersInput>,
): Promise<NumberOffer[]> {
  const signal = AbortSignal.timeout(carrier.timeoutMs);
  const query = { digits: digits.replace(/\D/g, ""), limit };
  const offers: NumberOffer[] = [];
  try {
    for (const place of searchPlaces(home, kind, country, carrier.countries))
      if (offers.length < limit)
        for (const offer of await carrier.search({ ...query, ...place, limit: limit - offers.length }, signal))
          offers.push(offer);
  } catch (error) {
    log.warn({ err: error }, "searching the carrier's offers failed");
    throw new Failure("busy", "numbers.carrierSilent", {});
  }
  return offers;
}

type SearchPlace = Pick<OfferQuery, "country" | "kind">;

/**
 * What to search for, one country and kind at a time. Without a requested country it is the account's own (`home`), and
 * for international numbers every other one.
 */
function searchPlaces(
  home: Country,
  kind: z.infer<typeof AvailableNumbersInput>["kind"],
  requestedCountry: string | undefined,
  countries: readonly Country[],
): SearchPlace[] {
  // Null: not a country.
  const country = requestedCountry === undefined ? undefined : isCountry(requestedCountry) ? requestedCountry : null;
  if (country === null) return [];
  if (kind === "toll-free") return [{ country: country ?? home, kind }];
  const local = (place: Country): SearchPlace => ({ country: place, kind: "local" });
  if (kind === "local") return country === undefined || country === home ? [local(home)] : [];
  if (kind === "international")
    return (country === undefined ? countries : [country]).filter((place) => place !== home).map(local);
  return [local(country ?? home), { country: country ?? home, kind: "toll-free" }];
}

/** Whether the carrier offers exactly this number; null if it doesn't answer. */
export async function isNumberOffered({ carrier, log }: Services, e164: string): Promise<boolean | null> {
  const country = countryOf(e164);
  if (country === null) return false;
  const kind = numberKindOf(e164, country) === "toll-free" ? "toll-free" : "local";
  try {
    const query = { country, kind, digits: sliceCode(e164, 1), limit: 1 } as const;
    const offers = await carrier.search(query, AbortSignal.timeout(carrier.timeoutMs));
    return offers.some(({ number }) => number === e164);
  } catch (error) {
    log.warn({ err: error }, "asking the carrier about a number failed");
    return null;
  }
}
