import { useState } from 'react';
import { Button } from '../kit/Button.tsx';
import { ROLE_OPTIONS } from './RecipientRows.tsx';
import type { MadeLink, ShareRun } from './share-desk.ts';

const roleText = (role: MadeLink['role']): string =>
  ROLE_OPTIONS.find(({ value }) => value === role)?.text.toLowerCase() ?? role;

/** Bytes for people. */
export const bytesText = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(2)} GB`;

function LinkRow({ link }: { readonly link: MadeLink }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(link.url);
    setCopied(true);
  };
  return (
    <li className="share-link">
      <div>
        <strong>{link.recipient}</strong> <span className="dim">may {roleText(link.role)}</span>
      </div>
      <div className="share-copy">
        <input
          className="text-input mono selectable"
          readOnly
          aria-label={`Link of ${link.recipient}`}
          value={link.url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          label={`${copied ? 'Copied' : 'Copy'} the link of ${link.recipient}`}
          onPress={() => void copy()}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </li>
  );
}

const sentWords = ({
  sentBytes,
  knownBytes,
}: {
  readonly sentBytes: number;
  readonly knownBytes: number;
}): string =>
  `${bytesText(sentBytes)} were sent${knownBytes > 0 ? `; ${bytesText(knownBytes)} were there already` : ''}.`;

/** What a publishing came to: version, bytes, and the links, which are told once. */
export function MadeLinks({ run }: { readonly run: Extract<ShareRun, { kind: 'done' }> }) {
  return (
    <div className="share-done">
      <p role="status">
        {run.sentBytes + run.knownBytes > 0
          ? `Version ${run.version} is published. ${sentWords(run)}`
          : `${run.links.length === 1 ? 'A link is' : `${run.links.length} links are`} made.`}
      </p>
      {run.links.length > 0 && (
        <>
          <p className="form-note">
            Each link is told here once and can’t be shown again: copy it now. Whoever has it may open the
            mix.
          </p>
          <ul className="share-links">
            {run.links.map((link) => (
              <LinkRow key={link.url} link={link} />
            ))}
          </ul>
        </>
      )}
      {run.failure && (
        <p className="refusal" role="alert">
          Not every link was made: {run.failure.message} {run.failure.remedy}
        </p>
      )}
    </div>
  );
}
