/** What reads and prepares sets of head-related responses: wanted while an engine starts, not for the page's first picture, so it has a chunk of its own. */
import { type CoreHrtf, coreHrtf, parseHrtf } from '../../core/index.ts';
import { ok, type Result } from '../../units/index.ts';

/** A set's bytes (public/hrtf/README.md) as the core takes them. @param name what to call them in messages */
export function prepareEars(bytes: ArrayBuffer, name: string): Result<CoreHrtf> {
  const set = parseHrtf(bytes, name);
  return set.ok ? ok(coreHrtf(set.value)) : set;
}
