import { useEffect, useMemo, useState } from 'react';
import { addressFault, CHAT_CHARACTERS } from '../../share/index.ts';
import type { Failure } from '../../units/index.ts';
import { Button } from '../kit/Button.tsx';
import { useSession } from '../state/workspace.ts';
import { addressStems, demoAddresses, linkOfMix } from './stem-addresses.ts';

type Made =
  | { readonly kind: 'none' }
  | { readonly kind: 'link'; readonly url: string; readonly copied: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

const sizeText = (characters: number): string =>
  characters <= CHAT_CHARACTERS
    ? 'Short enough for any chat program.'
    : 'Browsers take it; some chat programs cut links so long. Try it before you rely on it.';

/** Copies a link that holds the mix itself: nothing is sent to any server. */
export function MixInLink() {
  const session = useSession((document) => document);
  const [known, setKnown] = useState<ReadonlyMap<string, string> | null>(null);
  const [folder, setFolder] = useState('');
  const [made, setMade] = useState<Made>({ kind: 'none' });
  useEffect(() => {
    let gone = false;
    void demoAddresses(document.baseURI).then((addresses) => {
      if (!gone) setKnown(addresses);
    });
    return () => {
      gone = true;
    };
  }, []);
  const fault = folder.trim() === '' ? null : addressFault(folder.trim());
  const found = useMemo(
    () => (known ? addressStems(session, known, folder.trim()) : null),
    [session, known, folder],
  );
  const copy = async (): Promise<void> => {
    if (!found) return;
    const link = await linkOfMix(session, found.addresses, document.baseURI);
    if (!link.ok) return setMade({ kind: 'failed', failure: link });
    try {
      await navigator.clipboard.writeText(link.value);
      setMade({ kind: 'link', url: link.value, copied: true });
    } catch {
      // Refused by the browser: it can still be copied by hand.
      setMade({ kind: 'link', url: link.value, copied: false });
    }
  };
  const needsFolder = found !== null && (found.without.length > 0 || folder !== '');
  return (
    <div className="share-done">
      <p className="form-note">
        The link holds the mix itself; no server gets to see it. Who opens it fetches the stems from where
        they lie, after being asked.
      </p>
      {needsFolder && (
        <>
          <p className="form-note" role="status">
            {found.without.length === 0
              ? 'Every stem has an address.'
              : `${found.without.length} of ${found.stems} stems have no address that others could fetch them from (“${found.without[0]?.fileName}”). Give the folder they lie in, or publish the mix.`}
          </p>
          <label className="form-row">
            <span>Folder</span>
            <input
              className="text-input"
              type="url"
              aria-label="Folder of the stems"
              placeholder="https://"
              value={folder}
              onChange={(event) => {
                setFolder(event.currentTarget.value);
                setMade({ kind: 'none' });
              }}
            />
          </label>
          {fault && <p className="refusal">This address {fault}.</p>}
        </>
      )}
      <div>
        <Button
          tone="primary"
          disabled={!found || found.stems === 0 || found.without.length > 0}
          onPress={() => void copy()}
        >
          {made.kind === 'link' && made.copied ? 'Copied' : 'Copy a link to this mix'}
        </Button>
      </div>
      {found?.stems === 0 && <p className="form-note">Nothing sounds in this session yet.</p>}
      {made.kind === 'link' && (
        <>
          <input
            className="text-input mono selectable"
            readOnly
            aria-label="Link with the mix"
            value={made.url}
            onFocus={(event) => event.currentTarget.select()}
          />
          <p className="form-note" role="status">
            {(made.url.length / 1000).toFixed(1)} kB. {sizeText(made.url.length)}
          </p>
        </>
      )}
      {made.kind === 'failed' && (
        <p className="refusal" role="alert">
          {made.failure.message} {made.failure.remedy}
        </p>
      )}
    </div>
  );
}
