/** Steps that bring older documents up to this build's version, one version at a time. */
import { fail, ok, type Result } from '../units/index.ts';
import { FAMILIES, FORMAT_VERSION } from './types.ts';

/** A document as JSON tells it, before its shape is checked. */
export type RawDocument = Readonly<Record<string, unknown>>;

/** Brings a document from version n to n + 1. It reads unchecked input: what it does not understand, it leaves alone. */
type Migration = (raw: RawDocument) => RawDocument;

/** Version 0 was the draft before the first release: no families, no loop. */
const fromVersion0: Migration = (raw) => ({
  families: Object.fromEntries(FAMILIES.map((name) => [name, { faderDb: 0, muted: false, soloed: false }])),
  loop: { start: 0, end: 0, enabled: false },
  ...raw,
  formatVersion: 1,
});

/** `MIGRATIONS[n]` leads from version n to n + 1; there is one for every version before `FORMAT_VERSION`. */
export const MIGRATIONS: readonly Migration[] = [fromVersion0];

/** Codes of the failures of `migrate`. */
export type MigrationFault = 'session-invalid' | 'session-newer';

/** Brings a document of any known version to the present one; refuses newer ones. @param name what to call it in messages */
export function migrate(raw: RawDocument, name: string): Result<RawDocument, MigrationFault> {
  const version = raw['formatVersion'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return fail(
      'session-invalid',
      `${name}: formatVersion must be a whole number.`,
      'Open a session saved by Scorestage.',
    );
  }
  if (version > FORMAT_VERSION) {
    return fail(
      'session-newer',
      `${name} was saved by a newer Scorestage (document version ${version}; this one reads up to ${FORMAT_VERSION}).`,
      'Reload the page or install the newest Scorestage, then open it again.',
    );
  }
  let document = raw;
  for (const step of MIGRATIONS.slice(version)) document = step(document);
  return ok(document);
}
