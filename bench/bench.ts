import { benchStatus } from "./status.ts";

await benchStatus();
