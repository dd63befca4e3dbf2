/** `Nov 3, 2026` in the zone. */
export const dayText = (at: number, zone: string): string =>
  new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: zone }).format(at);

/** `November 1 – 30, 2026` from days that belong to it. */
export function daySpan({ first, last }: { first: string; last: string }): string {
  const format = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
  return format.formatRange(new Date(`${first}T00:00Z`), new Date(`${last}T00:00Z`));
}

/** Letter in most of the Americas, A4 elsewhere. */
export const paperSize = (zone: string): "A4" | "LETTER" => (zone.startsWith("America/") ? "LETTER" : "A4");
