/** In the environment `up` is started with; looked for wherever it must not come. */
export const UNUSED_MAILCOW_KEY = "CANARY-7F3A9C-51D2E8-B06F4D-93AC17";
