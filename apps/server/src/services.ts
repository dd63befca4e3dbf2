import type { NewId } from "@callboard/domain/core/ids";
import type { Instant } from "@callboard/domain/core/time";
import type { Logger } from "pino";
import type { ConcurrencyLimits } from "./auth/concurrencyLimits.ts";
import type { Carrier } from "./integrations/carrier/port.ts";
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

/** Everything that a running server has. Made in one place, handed to every call. */
export interface Services {
  db: Database;
  feed: Feed;
  now: () => Instant;
  newId: NewId;
  clock: Clock;
  door: SessionCache;
  limits: Throttle;
  /** How much of what takes long goes on at the same time. */
  atOnce: ConcurrencyLimits;
  mailer: Mailer;
  carrier: Carrier;
  payments: CardProvider;
  /** Makes PDFs, in a thread of its own. */
  press: PdfRenderer;
  /** Reads what is long by nature, in threads of their own. None in such a thread itself. */
  readers: ReaderPool | null;
  seal: Seal;
  log: Logger;
  demo: boolean;
  /** Of so many numbers of an account each is a line of a proposal, and all are one commit; of more each is an item of a run. */
  longFrom: number;
  /** Known to whoever started this very process: the key to a demo's clock. */
  demoKey: string;
  /** Where people reach this server, for links in mails. */
  publicUrl: string;
}
