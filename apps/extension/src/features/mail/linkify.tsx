import type { ComponentChildren } from "preact";

/** Turns addresses in a plain text into links; everything else stays text. */
export function linkify(text: string): ComponentChildren[] {
  return text.split(/(https?:\/\/\S+)/).map((part, at) =>
    at % 2 === 1 ? (
      <a key={at} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
