/**
 * Twilio's library. It takes a second and 30 MB to load, so only a server with Twilio loads it, and none of its reader
 * threads.
 */
export const loadTwilio = async () => (await import("twilio")).default;
