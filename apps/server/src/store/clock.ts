import { type Database, stmt } from "./database/port.ts";
import { grantStmt } from "./seals/grants.ts";

/** The server's one clock. In a demo it can be moved ahead; the offset outlives a restart. */
export class Clock {
  private readonly db: Database;
  private readonly wall: () => number;
  private offset = 0;

  constructor(db: Database, wall: () => number) {
    this.db = db;
    this.wall = wall;
  }

  now = (): number => this.wall() + this.offset;

  /** Reads how far it was moved, by whichever process. Answers whether that is news. */
  async load(): Promise<boolean> {
    const before = this.offset;
    const [rows] = await this.db.read([stmt("SELECT value FROM settings WHERE name = 'clock.offset'")]);
    this.offset = Number(rows![0]?.value ?? 0);
    return this.offset !== before;
  }

  /**
   * Moves by milliseconds; only ahead, for nothing that happened can lie in the future. Whoever is signed in stays so: they
   * were not away all that time.
   */
  async moveBy(ms: number): Promise<number> {
    const offset = this.offset + ms;
    const { seal } = this.db;
    await this.db.write({
      reads: [stmt("SELECT * FROM sessions WHERE expires_at > ?", this.now())],
      decide: ([open]) => ({
        writes: [
          stmt(
            "INSERT INTO settings (name, value) VALUES ('clock.offset', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
            String(offset),
          ),
          ...open!.map((row) => grantStmt(seal!, "sessions", row, { expires_at: Number(row["expires_at"]) + ms })),
        ],
        answer: null,
      }),
    });
    this.offset = offset;
    return this.now();
  }
}
