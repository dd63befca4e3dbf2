import { readFileSync, writeFileSync } from "node:fs";

/**
 * Renames that are made together. Where a place is short for two names (`{ name }`, `import { name }`), each of the two may be
 * renamed by itself: then it is written out, with what stands between them.
 */
export class Edits {
  #files = new Map();

  /** Takes what the language service found for one name. What a place becomes first stays. */
  add(locations, to) {
    for (const { fileName, textSpan, prefixText, suffixText } of locations) {
      if (fileName.includes("node_modules")) continue;
      const places = this.#files.get(fileName) ?? new Map();
      this.#files.set(fileName, places);
      const place = places.get(textSpan.start) ?? { ...textSpan };
      const side = prefixText ? "inner" : suffixText ? "outer" : "both";
      if (place[side] !== undefined && place[side] !== to) {
        console.log(`${fileName}:${textSpan.start} becomes ${place[side]}, not ${to}`);
        continue;
      }
      place[side] = to;
      place.between ??= (prefixText ?? suffixText)?.includes(" as ") ? " as " : ": ";
      places.set(textSpan.start, place);
    }
  }

  get fileCount() {
    return this.#files.size;
  }

  write() {
    for (const [file, places] of this.#files) {
      let text = readFileSync(file, "utf8");
      for (const { start, length, inner, outer, both, between } of [...places.values()].sort(
        (a, b) => b.start - a.start,
      )) {
        const before = text.slice(start, start + length);
        const [outside, inside] = [outer ?? both ?? before, inner ?? both ?? before];
        const written = outside === inside ? outside : `${outside}${between}${inside}`;
        text = text.slice(0, start) + written + text.slice(start + length);
      }
      writeFileSync(file, text);
    }
  }
}

/** A text with the language service's changes in it. */
export const applied = (text, changes) =>
  changes
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((all, { span, newText }) => all.slice(0, span.start) + newText + all.slice(span.start + span.length), text);
