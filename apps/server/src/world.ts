import type { NewId } from "@callboard/domain/ids";
import type { Instant } from "@callboard/domain/time";
import type { Logger } from "pino";
import type { ConcurrencyLimits } from "./atOnce.ts";
import type { Carrier } from "./carrier/port.ts";
import type { Clock } from "./clock.ts";
import type { Database } from "./db.ts";
import type { Feed } from "./feed.ts";
import type { CardProvider } from "./payments/port.ts";
import type { ReaderPool } from "./reading/asking.ts";
import type { PdfRenderer } from "./statements/paper/press.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { SessionCache } from "./rooms/access/doorkeeper.ts";
import type { Throttle } from "./rooms/access/limits.ts";
import type { Seal } from "./seal.ts";

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
