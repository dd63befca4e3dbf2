import type { ComponentChildren } from "preact";

/** Turns web addresses in a plain text into links; everything else stays text. */
export function linkify(text: string): ComponentChildren[] {
  // Splitting at a captured pattern keeps the matches, at the odd positions.
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
