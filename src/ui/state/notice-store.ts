import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../units/index.ts';

/** Weight of a notice: `fault` is announced at once and stays until dismissed. */
export type NoticeTone = 'info' | 'good' | 'fault';

/** One thing the user should know: what happened, what to do, at most one button. */
export interface Notice {
  readonly id: number;
  readonly tone: NoticeTone;
  readonly title: string;
  readonly detail: string;
  readonly action: { readonly label: string; run(): void } | null;
}

export interface NoticeState {
  readonly notices: readonly Notice[];
}

/** Notices in the order they came. */
export interface NoticeStore extends StoreApi<NoticeState> {
  /** Shows a notice; the same title replaces its older one. Returns its id. */
  show(notice: Omit<Notice, 'id' | 'action'> & { readonly action?: Notice['action'] }): number;
  /** Shows an expected failure with its remedy. */
  fail(failure: Failure): number;
  dismiss(id: number): void;
}

/** Most notices shown together; the oldest gives way. */
const MAX_NOTICES = 4;

/** Makes an empty notice store. */
export function createNoticeStore(): NoticeStore {
  const store = createStore<NoticeState>(() => ({ notices: [] }));
  let nextId = 1;
  const show: NoticeStore['show'] = ({ tone, title, detail, action }) => {
    const id = nextId++;
    store.setState(({ notices }) => ({
      notices: [
        ...notices.filter((old) => old.title !== title),
        { id, tone, title, detail, action: action ?? null },
      ].slice(-MAX_NOTICES),
    }));
    return id;
  };
  return {
    ...store,
    show,
    fail: (failure) => show({ tone: 'fault', title: failure.message, detail: failure.remedy }),
    dismiss: (id) =>
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
}
