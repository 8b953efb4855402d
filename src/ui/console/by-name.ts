/** Something with a name of its own. */
interface Named {
  readonly id: string;
  readonly name: string;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const sorted = new WeakMap<object, readonly Named[]>();

/**
 * The members of a record by name, as people count ("VCA 2" before "VCA 10"), then by id: a record of the document has no
 * order of its own. The same array while the record is the same.
 */
export function byName<Member extends Named>(record: Readonly<Record<string, Member>>): readonly Member[] {
  const known = sorted.get(record);
  if (known) return known as readonly Member[];
  const list = Object.values<Member>(record).sort(
    (one, other) => collator.compare(one.name, other.name) || (one.id < other.id ? -1 : 1),
  );
  sorted.set(record, list);
  return list;
}
