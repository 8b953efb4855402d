/** Flags every automated Chromium of this project starts with. */
export const chromiumArgs: string[];
/** Path of the Chromium to drive; undefined lets Playwright use a browser it downloaded itself. */
export function chromiumPath(): string | undefined;
