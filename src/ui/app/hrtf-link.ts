import { chooseHrtf, type LiveEngine } from '../../engine/browser.ts';
import { readHrtfSet } from '../../monitor/browser.ts';
import type { NoticeStore } from '../state/notice-store.ts';
import type { PrefsStore } from '../state/prefs-store.ts';

/** Tells the engines of this page which set of head-related responses the preferences name. */
function choose(id: string | null, prefs: PrefsStore, notices: NoticeStore): void {
  if (id === null) {
    chooseHrtf(null);
    return;
  }
  chooseHrtf({
    id,
    async read(sampleRate) {
      const read = await readHrtfSet(id, sampleRate);
      if (read.ok) return read.value;
      notices.fail(read);
      // The built-in set is heard from here on, and the list says so.
      prefs.setState({ hrtf: null });
      return null;
    },
  });
}

/** Chooses the set of the preferences for everything that starts from now on. Main thread, once a page. */
export function startHrtf(prefs: PrefsStore, notices: NoticeStore): void {
  choose(prefs.getState().hrtf, prefs, notices);
  prefs.subscribe((state, old) => {
    if (state.hrtf !== old.hrtf) choose(state.hrtf, prefs, notices);
  });
}

/** Lets a running engine hear another set as soon as it is chosen. Returns the way to stop. */
export function linkHrtf(engine: LiveEngine, prefs: PrefsStore): () => void {
  return prefs.subscribe((state, old) => {
    if (state.hrtf !== old.hrtf) void engine.reload();
  });
}
