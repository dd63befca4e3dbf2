/** Letter in most of the Americas, A4 elsewhere. */
export const pageSize = (zone: string): "A4" | "LETTER" => (zone.startsWith("America/") ? "LETTER" : "A4");
