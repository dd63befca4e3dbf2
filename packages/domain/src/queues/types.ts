/** How a queue chooses whom to offer a call; `simultaneous` rings everybody. */
export const ROUTINGS = ["simultaneous", "round robin", "longest idle", "weighted"] as const;
export type Routing = (typeof ROUTINGS)[number];

/** ISO weekdays, Monday first. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const QUEUE_NAME_MAX = 80;
export const QUEUE_MEMBERS_MAX = 200;
export const WEIGHT_MAX = 100;
/** A new member's weight. It isn't 1, so that others can get lower ones. */
export const DEFAULT_WEIGHT = 10;
export const RING_SECONDS = { least: 5, most: 300, usual: 20 } as const;
export const WRAP_UP_SECONDS = { least: 0, most: 3600, usual: 30 } as const;
export const HOURS_MAX = 50;
export const HOLIDAYS_MAX = 200;
export const TAGS_MAX = 20;
export const TAG_MAX = 40;
export const DAY_MINUTES = 24 * 60;
export const QUEUES_MAX = 500;
