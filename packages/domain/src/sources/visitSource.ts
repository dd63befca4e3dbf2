import { parsePageAddress } from "../core/text/webAddress.ts";
import { DAY, SECOND } from "../core/time.ts";
import { findSource } from "./findSource.ts";
import type { SourceData } from "./schema.ts";

export interface Visit {
  /** The page that was opened, with its parameters. */
  address: string;
  /** The page that linked there; empty if there is none. */
  referrer: string;
}

/** The source that a visitor's browser remembers. */
export interface RememberedSource {
  source: string;
  /** How long ago it was recognized, by the browser's own clock. */
  seconds: number;
}

export interface VisitSource {
  /** Null: the visitor sees the page's own numbers. */
  source: string | null;
  /** Whether this visit was recognized, so that the browser remembers the source from now on. */
  isRecognized: boolean;
}

/**
 * The source whose numbers a visitor sees: the one that this visit comes from, or else the remembered one, until
 * `stickyDays` days have passed. Throws `invalid` for an unreadable address.
 */
export function sourceOfVisit(
  sources: readonly { id: string; data: SourceData }[],
  visit: Visit,
  remembered: RememberedSource | null,
  stickyDays: number,
): VisitSource {
  const winner = isSameVisit(visit) ? null : findSource(sources, visit).winner;
  if (winner !== null) return { source: winner.id, isRecognized: true };
  const isKept =
    remembered !== null &&
    remembered.seconds * SECOND < stickyDays * DAY &&
    sources.some(({ id, data }) => id === remembered.source && data.site === "onsite");
  return { source: isKept ? remembered.source : null, isRecognized: false };
}

/** A click from one page of a website to the next: its referrer says nothing about where the visitor came from. */
function isSameVisit({ address, referrer }: Visit): boolean {
  const from = parsePageAddress(referrer.trim());
  return referrer.trim() !== "" && from !== null && bareHost(from.host) === bareHost(parsePageAddress(address)?.host);
}

const bareHost = (host: string | undefined): string | undefined => host?.replace(/^www\./, "");
