import { pageServer } from "../browser.ts";
import { SERVER } from "./storage/deferredStorageItems.ts";
import { read, write } from "./storage/storage.ts";

const DEFAULT_SERVER = "http://127.0.0.1:8787";

/** The server that the next sign-in goes to. */
export const readServer = async (): Promise<string> => pageServer() ?? (await read(SERVER())) ?? DEFAULT_SERVER;
export const storeServer = (address: string): Promise<void> => write(SERVER(), address);
