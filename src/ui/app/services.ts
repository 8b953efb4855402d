import { openStemLibrary } from '../../stems/browser.ts';
import { openSessionStore } from '../../store/browser.ts';
import { openPictureFiles, type PictureFiles } from '../picture/picture-files.ts';
import { createMonitorStore, type MonitorStore } from '../state/monitor-store.ts';
import { createNoticeStore, type NoticeStore } from '../state/notice-store.ts';
import { browserSettings, type SettingsStorage } from '../state/persist.ts';
import { createPrefsStore, type PrefsStore } from '../state/prefs-store.ts';

/** The session store of this page. */
export type PageStore = ReturnType<typeof openSessionStore>;
/** The stem pool of this page. */
export type PageLibrary = ReturnType<typeof openStemLibrary>;

/** What lives as long as the page, whichever session is open. */
export interface Services {
  readonly store: PageStore;
  readonly library: PageLibrary;
  readonly pictures: PictureFiles;
  readonly settings: SettingsStorage;
  readonly notices: NoticeStore;
  readonly prefs: PrefsStore;
  readonly monitor: MonitorStore;
}

/** Starts the workers of the page. Main thread, once. */
export function openServices(): Services {
  const settings = browserSettings();
  return {
    store: openSessionStore(),
    library: openStemLibrary(),
    pictures: openPictureFiles(),
    settings,
    notices: createNoticeStore(),
    prefs: createPrefsStore(settings),
    monitor: createMonitorStore(settings),
  };
}
