import { locale } from "../locale.ts";

/** Where and in which words the reader is, as in the console. */
export const place = locale;
