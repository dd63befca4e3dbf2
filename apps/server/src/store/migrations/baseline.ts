import { access } from "./baseline/access.ts";
import { changes } from "./baseline/changes.ts";
import { jobs } from "./baseline/jobs.ts";
import { ledger } from "./baseline/ledger.ts";
import { mail } from "./baseline/mail.ts";
import { records } from "./baseline/records.ts";
import { sandbox } from "./baseline/sandbox.ts";

/** All tables of the first release. Never edited: a test compares its digest. */
export const baseline: readonly string[] = [...records, ...changes, ...ledger, ...access, ...mail, ...jobs, ...sandbox];
