import { type Database, stmt } from "./database/port.ts";
import { grantStmt } from "./seals/grants.ts";

/** The server's only clock. In a demo it can be moved ahead; the offset survives a restart. */
export class Clock {
  private readonly db: Database;
  private readonly wallClock: () => number;
  private offset = 0;

  constructor(db: Database, wallClock: () => number) {
    this.db = db;
    this.wallClock = wallClock;
  }

  now = (): number => this.wallClock() + this.offset;

  /** Loads the stored offset. Resolves to whether another process has changed it. */
  async load(): Promise<boolean> {
    const before = this.offset;
    const [rows] = await this.db.read([stmt("SELECT value FROM settings WHERE name = 'clock.offset'")]);
    this.offset = Number(rows![0]?.value ?? 0);
    return this.offset !== before;
  }

  /**
   * Moves ahead by `ms` milliseconds, never back, because recorded events cannot lie in the future. Sessions are
   * extended by the same amount, because nobody was really away that long.
   */
  async moveBy(ms: number): Promise<number> {
    const offset = this.offset + ms;
    const { seal } = this.db;
    await this.db.write({
      reads: [stmt("SELECT * FROM sessions WHERE expires_at > ?", this.now())],
      decide: ([sessions]) => ({
        writes: [
          stmt(
            "INSERT INTO settings (name, value) VALUES ('clock.offset', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
            String(offset),
          ),
          ...sessions!.map((row) => grantStmt(seal!, "sessions", row, { expires_at: Number(row["expires_at"]) + ms })),
        ],
        answer: null,
      }),
    });
    this.offset = offset;
    return this.now();
  }
}
