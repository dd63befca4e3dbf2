import type { Country } from "@callboard/domain/numbers/phoneNumber";
import { sliceCode } from "@callboard/domain/core/text/text";
import type { NumberOffer, OfferQuery } from "../port.ts";

/** A range of `lines` numbers with the same prefix; the last `digits` digits count up. */
interface Range {
  country: Country;
  kind: NumberOffer["kind"];
  region: string;
  prefix: string;
  digits: number;
  lines: number;
}

/** Country, area code and region. */
const NORTH_AMERICA: readonly [Country, string, string][] = [
  ["US", "212", "New York, New York"],
  ["US", "512", "Austin, Texas"],
  ["US", "312", "Chicago, Illinois"],
  ["US", "415", "San Francisco, California"],
  ["US", "617", "Boston, Massachusetts"],
  ["US", "206", "Seattle, Washington"],
  ["US", "303", "Denver, Colorado"],
  ["US", "404", "Atlanta, Georgia"],
  ["US", "305", "Miami, Florida"],
  ["US", "702", "Las Vegas, Nevada"],
  ["US", "213", "Los Angeles, California"],
  ["US", "718", "Brooklyn, New York"],
  ["US", "214", "Dallas, Texas"],
  ["US", "713", "Houston, Texas"],
  ["US", "602", "Phoenix, Arizona"],
  ["US", "215", "Philadelphia, Pennsylvania"],
  ["US", "503", "Portland, Oregon"],
  ["US", "612", "Minneapolis, Minnesota"],
  ["US", "615", "Nashville, Tennessee"],
  ["US", "202", "Washington, D.C."],
  ["CA", "416", "Toronto, Ontario"],
  ["CA", "514", "Montreal, Quebec"],
  ["CA", "604", "Vancouver, British Columbia"],
];
const NORTH_AMERICA_TOLL_FREE = ["800", "888", "877", "866", "855", "844", "833"];
/** The three digits after an area code, in addition to the fictional 555-01xx, for a larger choice. */
const EXCHANGES = Array.from({ length: 20 }, (_, index) => String(220 + index * 37));

/** Ranges that regulators reserve for films and books: the last digits count up. */
const FICTIONAL_RANGES: readonly [Country, NumberOffer["kind"], string, string, digits: number][] = [
  ["GB", "local", "London", "+44207946", 4],
  ["GB", "local", "Manchester", "+441614960", 3],
  ["GB", "local", "Birmingham", "+441214960", 3],
  ["GB", "local", "Leeds", "+441134960", 3],
  ["GB", "local", "Sheffield", "+441144960", 3],
  ["GB", "local", "Bristol", "+441174960", 3],
  ["GB", "local", "Edinburgh", "+441314960", 3],
  ["GB", "local", "Glasgow", "+441414960", 3],
  ["GB", "local", "Liverpool", "+441514960", 3],
  ["GB", "toll-free", "Freephone", "+448081570", 3],
  ["DE", "local", "Berlin", "+493023125", 3],
  ["DE", "local", "Hamburg", "+494066969", 3],
  ["DE", "local", "München", "+498999998", 3],
  ["DE", "local", "Frankfurt am Main", "+496990009", 3],
  ["DE", "local", "Köln", "+492214710", 3],
  ["FR", "local", "Paris", "+3319900", 4],
  ["FR", "local", "Rennes", "+3326191", 4],
  ["FR", "local", "Strasbourg", "+3335301", 4],
  ["FR", "local", "Marseille", "+3346571", 4],
  ["FR", "local", "Bordeaux", "+3353649", 4],
  ["AU", "local", "Sydney", "+6125550", 4],
  ["AU", "local", "Melbourne", "+6135550", 4],
  ["AU", "local", "Brisbane", "+6175550", 4],
  ["AU", "local", "Perth", "+6185550", 4],
];

const northAmerican = (country: Country, kind: NumberOffer["kind"], region: string, area: string): Range[] => [
  { country, kind, region, prefix: `+1${area}55501`, digits: 2, lines: 100 },
  ...EXCHANGES.map((exchange) => ({ country, kind, region, prefix: `+1${area}${exchange}`, digits: 4, lines: 250 })),
];

/** The ranges by area. */
const AREAS: readonly Range[][] = [
  ...NORTH_AMERICA.map(([country, area, region]) => northAmerican(country, "local", region, area)),
  ...NORTH_AMERICA_TOLL_FREE.map((area) => northAmerican("US", "toll-free", "United States", area)),
  ...FICTIONAL_RANGES.map(([country, kind, region, prefix, digits]) => [
    { country, kind, region, prefix, digits, lines: 10 ** digits },
  ]),
];

export const COUNTRIES: readonly Country[] = [...new Set(AREAS.map((ranges) => ranges[0]!.country))];

/** All matching offers, taken from each area in turn; numbers that begin with the digits come first. */
export function* generateOffers({ country, kind, digits }: Omit<OfferQuery, "limit">): Generator<NumberOffer> {
  const areas = AREAS.filter(([first]) => first!.country === country && first!.kind === kind);
  if (digits === "") return yield* roundRobin(areas.map((ranges) => linesOf(ranges)));
  const startsWithDigits = (number: string) => national(number, country).startsWith(digits);
  const candidates = areas.map((ranges) => ranges.filter((range) => mayContain(range, digits)));
  yield* roundRobin(candidates.map((ranges) => linesOf(ranges, startsWithDigits)));
  yield* roundRobin(
    candidates.map((ranges) => linesOf(ranges, (number) => number.includes(digits) && !startsWithDigits(number))),
  );
}

/** Whether any number of a range could contain the digits, so that most ranges can be skipped. */
function mayContain({ prefix, digits: freeDigits }: Range, digits: string): boolean {
  if (digits.length <= freeDigits || prefix.includes(digits)) return true;
  // The searched digits may begin in the prefix and end in the free digits.
  const fixedDigits = digits.length - freeDigits;
  return Array.from({ length: freeDigits }, (_, extra) => sliceCode(digits, 0, fixedDigits + extra)).some((start) =>
    prefix.endsWith(start),
  );
}

/** How many digits a country's calling code has, such as 2 for +44. */
const CALLING_CODE_DIGITS: Partial<Record<Country, number>> = { US: 1, CA: 1, GB: 2, DE: 2, FR: 2, AU: 2 };
const national = (number: string, country: Country): string => sliceCode(number, 1 + CALLING_CODE_DIGITS[country]!);

function* linesOf(ranges: readonly Range[], matches: (number: string) => boolean = () => true): Generator<NumberOffer> {
  for (const { prefix, digits, lines, country, kind, region } of ranges) {
    const size = 10 ** digits;
    for (let line = 0; line < lines; line += 1) {
      // Spread over the range, each once: 37 is coprime to powers of ten.
      const number = prefix + String((line * 37) % size).padStart(digits, "0");
      if (matches(number)) yield { number, country, kind, region };
    }
  }
}

function* roundRobin<T>(generators: readonly Generator<T>[]): Generator<T> {
  let active = [...generators];
  while (active.length > 0) {
    const unfinished: Generator<T>[] = [];
    for (const generator of active) {
      const next = generator.next();
      if (next.done) continue;
      yield next.value;
      unfinished.push(generator);
    }
    active = unfinished;
  }
}
