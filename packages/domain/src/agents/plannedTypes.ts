/** A person can have this many planned statuses: more can't be kept in view. */
export const PLANNED_MAX = 20;
/** A status can be planned for this many people at once. */
export const PLANNED_PEOPLE_MAX = 50;
/** A planned status begins within this many days, and whole days last at most as long. */
export const PLANNED_DAYS_MAX = 366;
export const SKIPPED_DAYS_MAX = 60;
