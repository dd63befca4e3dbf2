import { type Instant, MINUTE, type Place, showTime } from "@callboard/domain/time";

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

/** The next instant at which a clock in this zone shows `time` (`13:05`). */
export function nextAt(time: string, now: Instant, place: Place): Instant {
  const day = 24 * 60;
  const ahead = (minutesOf(time) - minutesOf(showTime(now, place)) + day) % day || day;
  const at = Math.floor(now / MINUTE) * MINUTE + ahead * MINUTE;
  // Where the clocks are put forward or back meanwhile, the plain sum is off by what they jump.
  const off = minutesOf(time) - minutesOf(showTime(at, place));
  return at + (Math.abs(off) > day / 2 ? off - Math.sign(off) * day : off) * MINUTE;
}
