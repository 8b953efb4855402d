import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenedLink } from '../../share/index.ts';
import { type Failure, fail } from '../../units/index.ts';
import { Fallen } from './Fallen.tsx';
import { EndedScreen, FailedScreen, OpeningScreen, PasswordScreen } from './Gate.tsx';
import { ReviewPage } from './ReviewPage.tsx';
import { createReview } from './state/create-review.ts';
import { createLinkOpener } from './state/open-link.ts';
import { type Review, ReviewContext } from './state/review.ts';

const send = (path: string, init?: RequestInit): Promise<Response> => fetch(path, init);

/** The page of reviewers: opens its link, then shows the mix. */
export function ReviewApp() {
  const [opener] = useState(() =>
    createLinkOpener(send, {
      read: () => ({ path: location.pathname, hash: location.hash }),
      replace: (path) => history.replaceState(null, '', path),
    }),
  );
  const opening = useStore(opener.state);
  useEffect(() => {
    void opener.start();
    // Another link pasted over this one is the same document.
    const again = () => {
      if (location.hash !== '') void opener.start();
    };
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, [opener]);
  switch (opening.kind) {
    case 'opening':
      return <OpeningScreen />;
    case 'password':
      return (
        <PasswordScreen
          fault={opening.fault}
          busy={opening.busy}
          onGive={(password) => void opener.givePassword(password)}
        />
      );
    case 'ended':
      return <EndedScreen />;
    case 'failed':
      return <FailedScreen failure={opening.failure} onRetry={() => void opener.start()} />;
    case 'open':
      return <Opened key={opening.facts.linkId} facts={opening.facts} onEnded={opener.end} />;
  }
}

/** An open link, until it ends. */
function Opened({ facts, onEnded }: { readonly facts: OpenedLink; onEnded(): void }) {
  const [review, setReview] = useState<Review | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [first] = useState(facts);
  useEffect(() => {
    let left = false;
    let made: Review | null = null;
    const open = async () => {
      try {
        made = await createReview(send, first, onEnded);
      } catch (cause) {
        setFailure(fail('page-incomplete', 'A part of this page did not load.', 'Load it again.', cause));
        return;
      }
      if (left) {
        await made.dispose();
        return;
      }
      // A handle for people debugging in the browser and for the end-to-end tests.
      Object.assign(window, { scorestageReview: made });
      setReview(made);
    };
    void open();
    return () => {
      left = true;
      setReview(null);
      void made?.dispose();
    };
  }, [first, onEnded]);
  // A module that failed to load stays failed for its page.
  const retry = useCallback(() => location.reload(), []);
  if (failure) return <FailedScreen failure={failure} onRetry={retry} />;
  if (!review) return <OpeningScreen />;
  return (
    <ReviewContext value={review}>
      <Fallen what="This page">
        <ReviewPage />
      </Fallen>
    </ReviewContext>
  );
}
