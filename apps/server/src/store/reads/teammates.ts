import type { MemberData } from "@callboard/domain/access/schema";
import { seatChangesAt, seatState, type SeatState, type StoredSeat } from "@callboard/domain/agents/board";
import { phoneNow } from "@callboard/domain/calls/phoneState";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import type { Instant } from "@callboard/domain/core/time";
import type { Row } from "../database/port.ts";
import { parseData } from "../queries.ts";

/** A member of the account. */
export interface Teammate {
  person: string;
  name: string;
  /** The name in the form that sorting and search use. */
  key: string;
  email: string;
  version: number;
  member: MemberData;
  seat: TeamSeat | null;
}

/** A seat's state at a given instant. */
export interface TeamSeat extends StoredSeat {
  version: number;
  state: SeatState;
  /** When it changes next through time alone. */
  changesAt: Instant | null;
}

/** An account's members with their seats; filter by `m.id`. */
export const TEAM_SQL = `SELECT m.id, m.version, m.shape, m.data, coalesce(n.name, '') AS name, coalesce(n.email, '') AS email, a.version AS seat_version, a.shape AS agent_shape,
    a.data AS agent, p.shape AS phone_shape, p.data AS phone
  FROM records m LEFT JOIN people n ON n.id = m.id
  LEFT JOIN records a ON a.account = m.account AND a.kind = 'agent' AND a.id = m.id
  LEFT JOIN records p ON p.account = m.account AND p.kind = 'phone' AND p.id = m.id
  WHERE m.account = ? AND m.kind = 'member'`;

export function teammateFromRow(row: Row): Teammate {
  const member = parseData("member", row);
  const seat =
    row.agent === null || row.phone === null
      ? null
      : {
          agent: parseData("agent", { shape: row.agent_shape, data: row.agent }),
          phone: parseData("phone", { shape: row.phone_shape, data: row.phone }),
          frozen: member.frozen !== null,
          version: Number(row.seat_version),
        };
  const { id: person, name, email } = row;
  return {
    person,
    name,
    key: normalizeForSearch(name),
    email,
    version: Number(row.version),
    member,
    // Its state is added by `seatAt` as soon as the instant is known.
    seat: seat as TeamSeat | null,
  };
}

/**
 * Adds the state that a stored seat has at an instant. `takesCalls`: the ids of statuses in which agents take calls.
 */
export function seatAt(
  seat: Omit<TeamSeat, "state" | "changesAt">,
  takesCalls: ReadonlySet<string>,
  now: Instant,
): TeamSeat {
  const phone = phoneNow(seat.phone, now);
  const state = seatState({ ...seat, phone }, takesCalls, now);
  return { ...seat, phone, state, changesAt: seatChangesAt({ agent: state.agent, phone }, now) };
}
