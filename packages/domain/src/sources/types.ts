/** A swap key: a prefix and an id. */
export const SWAP_KEY = /^swap_[\w-]{8,34}$/;
export const SWAP_KEY_MAX = 40;
/** How many websites an account can list. */
export const WEBSITES_MAX = 50;
export const QUEUE_NUMBERS_MAX = 50;
export const STICKY_DAYS_MAX = 365;
/** How many days a visitor keeps a source unless the account says otherwise. */
export const STICKY_DAYS = 30;
