/** Zones are slow to look up, and every line has its day. */
const days = new Map<string, Intl.DateTimeFormat>();

/** `Nov 3, 2026` in the zone. */
export function dayText(at: number, zone: string): string {
  let format = days.get(zone);
  if (!format) days.set(zone, (format = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: zone })));
  return format.format(at);
}

/** `Nov 3, 2026` from the day itself. */
export const plainDay = (day: string): string => dayText(Date.parse(`${day}T00:00Z`), "UTC");

const spans = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

/** `November 1 – 30, 2026` from days that belong to it. */
export function daySpan({ first, last }: { first: string; last: string }): string {
  return spans.formatRange(new Date(`${first}T00:00Z`), new Date(`${last}T00:00Z`));
}

/** Letter in most of the Americas, A4 elsewhere. */
export const paperSize = (zone: string): "A4" | "LETTER" => (zone.startsWith("America/") ? "LETTER" : "A4");
