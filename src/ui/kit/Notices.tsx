import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { Notice, NoticeStore } from '../state/notice-store.ts';
import { Button } from './Button.tsx';
import './notices.css';

const ICONS = { info: Info, good: CircleCheck, fault: CircleAlert } as const;

/** How long good news stays, ms. Faults and anything with a button stay until they are dismissed. */
const STAY_MS = 8000;

function NoticeCard({ notice, onDismiss }: { readonly notice: Notice; onDismiss(): void }) {
  const Icon = ICONS[notice.tone];
  const [held, setHeld] = useState(false);
  const dismiss = useEffectEvent(onDismiss);
  const passes = notice.tone !== 'fault' && notice.action === null && !held;
  useEffect(() => {
    if (!passes) return;
    const timer = setTimeout(dismiss, STAY_MS);
    return () => clearTimeout(timer);
  }, [passes]);
  return (
    <li
      className="notice"
      data-tone={notice.tone}
      // Read at leisure: it waits while the pointer or the keyboard is on it.
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={16} aria-hidden="true" />
      <div className="notice-text">
        <p className="notice-title selectable">{notice.title}</p>
        {notice.detail !== '' && <p className="notice-detail selectable">{notice.detail}</p>}
        {notice.action && (
          <Button
            tone="call"
            onPress={() => {
              notice.action?.run();
              onDismiss();
            }}
          >
            {notice.action.label}
          </Button>
        )}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={`Dismiss: ${notice.title}`}
        onClick={onDismiss}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </li>
  );
}

/**
 * The notices, lower right. Two live regions stand in the page from the start, since screen readers announce only
 * changes of a region they already know: faults interrupt, the rest waits.
 */
export function Notices({ store }: { readonly store: NoticeStore }) {
  const notices = useStore(store, (state) => state.notices);
  const list = (tones: readonly string[]) =>
    notices
      .filter((notice) => tones.includes(notice.tone))
      .map((notice) => (
        <NoticeCard key={notice.id} notice={notice} onDismiss={() => store.dismiss(notice.id)} />
      ));
  return (
    <aside className="notices" aria-label="Notices">
      <div role="status">
        <ul>{list(['info', 'good'])}</ul>
      </div>
      <div role="alert">
        <ul>{list(['fault'])}</ul>
      </div>
    </aside>
  );
}
