/** A broken rule: where, and what must be there. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

export const fault = (path: string, message: string): Fault => ({ path, message });

/** The first fault a check finds among items, or null. */
export function firstFault<Item>(items: Iterable<Item>, check: (item: Item) => Fault | null): Fault | null {
  for (const item of items) {
    const found = check(item);
    if (found) return found;
  }
  return null;
}

/** Own member of a record, undefined for ids that only exist on the prototype. */
export const own = <Value>(record: Readonly<Record<string, Value>>, id: string): Value | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined;
