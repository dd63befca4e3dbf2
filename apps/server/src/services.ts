import type { NewId } from "@callboard/domain/core/ids";
import type { Instant } from "@callboard/domain/core/time";
import type { Logger } from "pino";
import type { ConcurrencyLimits } from "./auth/concurrencyLimits.ts";
import type { PhonePlatform } from "./integrations/carrier/port.ts";
import type { Clock } from "./store/clock.ts";
import type { Database } from "./store/database/port.ts";
import type { Feed } from "./feed/feed.ts";
import type { CardProvider } from "./integrations/payments/port.ts";
import type { ReaderPool } from "./rpc/question.ts";
import type { PdfRenderer } from "./files/pdf/pdfRenderer.ts";
import type { Mailer } from "./integrations/mail/mailer.ts";
import type { SessionCache } from "./auth/sessionCache.ts";
import type { Throttle } from "./auth/throttle.ts";
import type { Seal } from "./store/seals/seal.ts";

/** Everything that a running server has, created in one place and passed to every call. */
export interface Services {
  db: Database;
  feed: Feed;
  /** The present by `clock`. */
  now: () => Instant;
  newId: NewId;
  /** Real time, or in a demo the time to which it was moved ahead. */
  clock: Clock;
  sessions: SessionCache;
  /** Slows down repeated sign-in attempts and limits mails to external addresses. */
  throttle: Throttle;
  /** Limits for concurrent slow operations. */
  concurrency: ConcurrencyLimits;
  mailer: Mailer;
  /** Where numbers come from and calls are connected. */
  carrier: PhonePlatform;
  payments: CardProvider;
  /** Renders PDFs in a separate thread. */
  pdf: PdfRenderer;
  /** Runs long reads in separate threads; null inside such a thread. */
  readerThreads: ReaderPool | null;
  /** Signs stored rows, so that changes made outside this server are noticed, and encrypts secrets. */
  seal: Seal;
  log: Logger;
  demo: boolean;
  /**
   * An action on more numbers than this becomes a run with an item for each; otherwise all are written in one commit.
   */
  runThreshold: number;
  /** Proves that the caller can read this machine's data folder, and so may move a demo's clock. */
  demoKey: string;
  /** The public address, for links in mails. */
  publicUrl: string;
}
