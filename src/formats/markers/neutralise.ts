/**
 * Spreadsheets run a cell that begins with one of these as a formula (OWASP, “CSV Injection”): = + - @ and their full-width
 * twins; tabs and line ends are dropped before they look. Programs that cut at semicolons or tabs begin a cell in the
 * middle of one of ours, quotes notwithstanding, so what follows those counts as a beginning too.
 */
const BEGINS = String.raw`(?='*[ \u00a0"]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n])`;
const TO_MARK = new RegExp(String.raw`(^|[;\t\r\n])${BEGINS}`, 'g');
const MARKED = new RegExp(String.raw`(^|[;\t\r\n])'${BEGINS}`, 'g');

/**
 * Makes text that a spreadsheet would run be read as text: an apostrophe goes before whatever could begin a formula.
 * CONTRACT: `asWritten` takes exactly these apostrophes away again (markers.test.ts).
 */
export const neutralised = (text: string): string => text.replace(TO_MARK, "$1'");

/** Undoes `neutralised`. */
export const asWritten = (text: string): string => text.replace(MARKED, '$1');
