import type { ComponentChildren } from "preact";

/** Addresses in a plain text become links; everything else stays text. */
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
